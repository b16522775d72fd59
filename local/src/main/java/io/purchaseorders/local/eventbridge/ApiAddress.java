package io.purchaseorders.local.eventbridge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers {@code GET /} with the address of the API of this system, so that a publisher finds its receipts. */
final class ApiAddress extends Handler.Abstract {

    private volatile @Nullable URI api;

    void announce(URI address) {
        api = address;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        URI announced = api;
        if (announced == null
                || !request.getMethod().equals("GET")
                || !Request.getPathInContext(request).equals("/")) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("api", announced.toString())
                .toString();
        Content.Sink.write(response, true, body, callback);
        return true;
    }
}
