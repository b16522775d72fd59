package io.purchaseorders.local.host;

/** A part of the local system cannot start: one sentence says what went wrong and what to do. */
public final class StartProblem extends RuntimeException {

    public StartProblem(String sentence) {
        super(sentence);
    }
}
