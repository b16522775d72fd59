package io.purchaseorders.local.export;

import io.purchaseorders.local.UsageProblem;

/** An export that is not what its manifest says, in one sentence that names the file. */
final class ExportProblem {

    private ExportProblem() {}

    static UsageProblem of(Object file, String what) {
        return new UsageProblem("The export is damaged: " + file + " " + what + ".");
    }
}
