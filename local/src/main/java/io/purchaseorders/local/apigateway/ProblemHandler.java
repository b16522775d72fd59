package io.purchaseorders.local.apigateway;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Gives the requests that Jetty itself refuses the same form as every other error. */
final class ProblemHandler extends ErrorHandler {

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
        // Neither Jetty's message nor the cause: they may say what is inside.
        Answers.write(
                request,
                response,
                callback,
                code >= HttpStatus.INTERNAL_SERVER_ERROR_500 && code != HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505
                        ? Problem.unavailable()
                        : Problem.of(code, "The request is malformed or too large."));
    }
}
