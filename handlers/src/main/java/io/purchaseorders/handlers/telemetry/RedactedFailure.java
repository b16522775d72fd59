package io.purchaseorders.handlers.telemetry;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a function throws in the place of a failure. Lambda logs the message of whatever is thrown, and a message may quote what
 * was published: this one has the classes of the failure and of its causes, and the places of the failure.
 */
public final class RedactedFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Longer chains are of one failure that wraps itself again and again. */
    private static final int MOST_CAUSES = 20;

    private RedactedFailure(String classes) {
        super(classes);
    }

    static RedactedFailure of(RuntimeException failure) {
        List<String> classes = new ArrayList<>();
        for (@Nullable Throwable cause = failure;
                cause != null && classes.size() < MOST_CAUSES;
                cause = cause.getCause()) {
            classes.add(cause.getClass().getName());
        }
        RedactedFailure redacted = new RedactedFailure(String.join(" caused by ", classes));
        redacted.setStackTrace(failure.getStackTrace());
        return redacted;
    }
}
