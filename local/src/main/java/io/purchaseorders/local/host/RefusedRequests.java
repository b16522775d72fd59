package io.purchaseorders.local.host;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Gives requests that Jetty itself refuses, whatever their method, the form of the service's errors. */
public final class RefusedRequests extends ErrorHandler {

    /** What is written instead: neither Jetty's message nor the cause, which may say what is inside. */
    @FunctionalInterface
    public interface Form {
        void write(Request request, Response response, int code, Callback callback);
    }

    private final Form form;

    public RefusedRequests(Form form) {
        this.form = form;
    }

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
        form.write(request, response, code, callback);
    }
}
