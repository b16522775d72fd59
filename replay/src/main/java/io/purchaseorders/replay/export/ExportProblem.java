package io.purchaseorders.replay.export;

/** An export that cannot be read, or is not what its manifest says: one sentence that names the file and what to do. */
public final class ExportProblem extends RuntimeException {

    public ExportProblem(String sentence) {
        super(sentence);
    }

    static ExportProblem of(Object file, String what) {
        return new ExportProblem("The export is damaged: " + file + " " + what + ".");
    }
}
