package io.purchaseorders.handlers.api.http;

import io.purchaseorders.stores.NewerCodecException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Tells failures that pass from those that stay. */
public final class TransientFailure {

    private static final int SERVER_ERROR = 500;

    private TransientFailure() {}

    /**
     * Whether the same request may succeed soon: a store is throttled, out of reach, broken inside, gone until it is made
     * anew, or written by newer code than this.
     */
    public static boolean isTransient(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SdkClientException
                    || cause instanceof NewerCodecException
                    || cause instanceof ResourceNotFoundException
                    || (cause instanceof SdkServiceException service
                            && (service.isThrottlingException() || service.statusCode() >= SERVER_ERROR))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a table is not there, or not any more. */
    public static boolean isTableGone(Throwable failure) {
        return failure instanceof ResourceNotFoundException;
    }
}
