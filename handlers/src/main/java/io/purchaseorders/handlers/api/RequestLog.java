package io.purchaseorders.handlers.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a request: who asked for which route, and how it went. Neither paths nor query values nor messages of failures,
 * for they hold ids of orders and customers.
 */
final class RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger(OrderApi.class);

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

    private static final int SERVER_ERROR = 500;

    private RequestLog() {}

    static void answered(APIGatewayProxyRequestEvent event, Optional<Route> route, int status, long latencyMillis) {
        (status >= SERVER_ERROR ? LOG.atError() : LOG.atInfo())
                .addKeyValue("requestId", requestId(event))
                .addKeyValue("method", method(event))
                .addKeyValue("route", route.map(Route::template).orElse("none"))
                .addKeyValue("status", status)
                .addKeyValue("latencyMillis", latencyMillis)
                .addKeyValue("principal", principal(event))
                .log("answered");
    }

    static void failed(APIGatewayProxyRequestEvent event, RuntimeException failure) {
        LOG.atError()
                .addKeyValue("requestId", requestId(event))
                .setCause(new Wordless(failure))
                .log("failed");
    }

    /** Where something failed, without what its message says: it may name an item's key. */
    private static final class Wordless extends RuntimeException {

        private static final long serialVersionUID = 1;

        Wordless(Throwable failure) {
            super(failure.getClass().getName(), failure.getCause() == null ? null : new Wordless(failure.getCause()));
            setStackTrace(failure.getStackTrace());
        }
    }

    private static String requestId(APIGatewayProxyRequestEvent event) {
        return Optional.ofNullable(event.getRequestContext())
                .map(ProxyRequestContext::getRequestId)
                .orElse("none");
    }

    /** A method may be any word; what is logged is not. */
    private static String method(APIGatewayProxyRequestEvent event) {
        String method = String.valueOf(event.getHttpMethod()).toUpperCase(Locale.ROOT);
        return METHODS.contains(method) ? method : "OTHER";
    }

    /** The client, and behind it the user, where there is one: ids that the issuer made up. */
    private static String principal(APIGatewayProxyRequestEvent event) {
        return Optional.ofNullable(event.getRequestContext())
                .map(ProxyRequestContext::getAuthorizer)
                .map(authorizer -> authorizer.get("claims"))
                .filter(Map.class::isInstance)
                .map(claims -> Stream.of("client_id", "sub")
                        .map(((Map<?, ?>) claims)::get)
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .distinct()
                        .toList())
                .map(ids -> String.join("/", ids))
                .filter(ids -> !ids.isEmpty())
                .orElse("none");
    }
}
