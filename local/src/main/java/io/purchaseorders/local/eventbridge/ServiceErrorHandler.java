package io.purchaseorders.local.eventbridge;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Gives requests that Jetty itself refuses the form of the service's errors. */
final class ServiceErrorHandler extends ErrorHandler {

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        boolean ours = code >= HttpStatus.INTERNAL_SERVER_ERROR_500;
        PutEventsHandler.write(
                response,
                PutEventsHandler.refusal(
                        response,
                        code,
                        ours ? "InternalException" : "SerializationException",
                        ours ? "The call failed; repeat it." : "The request is malformed or too large."),
                callback);
    }
}
