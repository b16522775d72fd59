package io.purchaseorders.log;

/** Something that a log, note, key or proof holds and must not, or lacks; the message is a whole sentence. */
public final class LogProblem extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LogProblem(String message) {
        super(message);
    }
}
