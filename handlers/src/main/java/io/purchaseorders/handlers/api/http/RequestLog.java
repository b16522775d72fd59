package io.purchaseorders.handlers.api.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import io.purchaseorders.handlers.telemetry.MetricNames;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line a request: who asked for which route, and how it went. Neither paths nor query values nor messages of failures,
 * for they hold ids of orders and customers.
 */
public final class RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

    private static final int SERVER_ERROR = 500;

    private RequestLog() {}

    public static void answered(
            APIGatewayProxyRequestEvent event, Optional<? extends Route> route, int status, long latencyMillis) {
        LoggingEventBuilder line = status >= SERVER_ERROR ? LOG.atError() : LOG.atInfo();
        for (Map.Entry<String, Object> field :
                fields(event, route, status, latencyMillis).entrySet()) {
            line = line.addKeyValue(field.getKey(), field.getValue());
        }
        line.log("answered");
    }

    /** What a request counts. */
    public static Map<String, Long> values(int status, long latencyMillis) {
        return Map.of(
                MetricNames.REQUESTS,
                1L,
                MetricNames.SERVER_ERRORS,
                status >= SERVER_ERROR ? 1L : 0L,
                MetricNames.LATENCY_MILLIS,
                latencyMillis);
    }

    static SequencedMap<String, Object> fields(
            APIGatewayProxyRequestEvent event, Optional<? extends Route> route, int status, long latencyMillis) {
        SequencedMap<String, Object> fields = new LinkedHashMap<>();
        fields.put("requestId", requestId(event));
        fields.put("method", method(event));
        fields.put("route", route.map(Route::template).orElse("none"));
        fields.put("status", status);
        fields.put("latencyMillis", latencyMillis);
        fields.put("principal", principal(event));
        return fields;
    }

    /** A line holds of a failure its classes and places; the form of lines leaves out what messages say. */
    public static void failed(APIGatewayProxyRequestEvent event, RuntimeException failure) {
        LOG.atError()
                .addKeyValue("requestId", requestId(event))
                .setCause(failure)
                .log("failed");
    }

    private static String requestId(APIGatewayProxyRequestEvent event) {
        ProxyRequestContext context = event.getRequestContext();
        return context == null || context.getRequestId() == null ? "none" : context.getRequestId();
    }

    /** A method may be any word; what is logged is not. */
    private static String method(APIGatewayProxyRequestEvent event) {
        String method = String.valueOf(event.getHttpMethod()).toUpperCase(Locale.ROOT);
        return METHODS.contains(method) ? method : "OTHER";
    }

    /** The client, and then the user, where there is one: ids that the issuer made up. */
    private static String principal(APIGatewayProxyRequestEvent event) {
        ProxyRequestContext context = event.getRequestContext();
        Map<String, Object> authorizer = context == null ? null : context.getAuthorizer();
        if (authorizer == null || !(authorizer.get("claims") instanceof Map<?, ?> claims)) {
            return "none";
        }
        Set<String> ids = new LinkedHashSet<>();
        for (String name : List.of("client_id", "sub")) {
            if (claims.get(name) instanceof String id && !id.isEmpty()) {
                ids.add(id);
            }
        }
        return ids.isEmpty() ? "none" : String.join("/", ids);
    }
}
