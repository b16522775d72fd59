package io.purchaseorders.local.apigateway;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes answers, the same for GET and HEAD but for the body. */
final class Answers {

    /** What Jetty calls a target that it cannot read. */
    private static final String UNREAD_TARGET = "/badMessage";

    private Answers() {}

    static void write(
            Request request, Response response, Callback callback, int status, HttpFields headers, ByteBuffer body) {
        response.setStatus(status);
        headers.forEach(header -> response.getHeaders().add(header));
        boolean hasBody = status >= 200 && status != 204 && status != 304;
        if (hasBody) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
        }
        if (!hasBody) {
            // Written at once, an answer without a body gets a length of 0 from Jetty: that of the body that is left
            // out.
            response.write(false, null, Callback.from(() -> response.write(true, null, callback), callback::failed));
            return;
        }
        response.write(true, "HEAD".equals(request.getMethod()) ? null : body, callback);
    }

    static void write(Request request, Response response, Callback callback, Problem problem) {
        var headers = HttpFields.build(problem.headers())
                .put(HttpHeader.CONTENT_TYPE, "application/problem+json")
                .put(HttpHeader.CACHE_CONTROL, "no-store")
                .put("Access-Control-Allow-Origin", "*");
        var path = request.getHttpURI().getPath();
        write(
                request,
                response,
                callback,
                problem.status(),
                headers,
                ByteBuffer.wrap(problem.json(UNREAD_TARGET.equals(path) ? null : path)));
    }
}
