package io.purchaseorders.cli;

/** A failure that the user can mend: one sentence says what went wrong and what to do. */
public final class UsageProblem extends RuntimeException {

    public UsageProblem(String sentence) {
        super(sentence);
    }
}
