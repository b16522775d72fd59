package io.purchaseorders.replay.exports;

/** An export that cannot be read, or is not what its manifest says: one sentence that names the file and what to do. */
public final class ExportProblem extends RuntimeException {

    public ExportProblem(String sentence) {
        super(sentence);
    }

    public static ExportProblem of(Object file, String what) {
        return new ExportProblem("The export is damaged: " + file + " " + what + ".");
    }
}
