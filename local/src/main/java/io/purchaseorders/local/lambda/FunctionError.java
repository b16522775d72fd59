package io.purchaseorders.local.lambda;

/** What Lambda answers instead of a payload: the function threw, timed out or answered too much. */
public final class FunctionError extends Exception {

    private final String errorType;

    public FunctionError(String errorType, String message) {
        super(message);
        this.errorType = errorType;
    }

    FunctionError(Throwable thrown) {
        super(thrown.getClass().getName() + ": " + thrown.getMessage(), thrown);
        this.errorType = thrown.getClass().getName();
    }

    /** The class of what was thrown, or the service's own word. */
    public String errorType() {
        return errorType;
    }
}
