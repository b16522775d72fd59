package io.purchaseorders.local;

/** A failure that its reader can mend: one sentence that says what went wrong and what to do. */
public final class UsageProblem extends RuntimeException {

    public UsageProblem(String sentence) {
        super(sentence);
    }
}
