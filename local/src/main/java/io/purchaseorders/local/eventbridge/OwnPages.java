package io.purchaseorders.local.eventbridge;

import java.net.URI;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Lets the pages of this system's own API publish from a browser, and no others: the bus asks nobody for credentials. Source:
 * the Fetch standard, CORS protocol.
 */
final class OwnPages extends Handler.Abstract {

    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    private volatile @Nullable URI api;

    void announce(URI address) {
        api = address;
    }

    /** Answers a preflight itself; lets whatever else pass to the next handler. */
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null) {
            return false;
        }
        response.getHeaders().put(HttpHeader.VARY, "Origin");
        if (isOwn(origin)) {
            response.getHeaders().put(ALLOW_ORIGIN, origin);
        }
        if (!request.getMethod().equals("OPTIONS")) {
            return false;
        }
        response.setStatus(HttpStatus.NO_CONTENT_204);
        if (isOwn(origin)) {
            response.getHeaders().put("Access-Control-Allow-Methods", "POST");
            response.getHeaders().put("Access-Control-Allow-Headers", "Content-Type, X-Amz-Target");
        }
        response.write(true, null, callback);
        return true;
    }

    private boolean isOwn(String origin) {
        URI announced = api;
        return announced != null
                && (origin.equals("http://localhost:" + announced.getPort())
                        || origin.equals("http://127.0.0.1:" + announced.getPort()));
    }
}
