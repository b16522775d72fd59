package io.purchaseorders.local.apigateway;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Writes a request as the event that API Gateway's Lambda proxy integration (REST) would hand to the function. */
final class ProxyEvent {

    /** The stage's name, as the function sees it. */
    private static final String STAGE = "local";

    private static final JsonMapper MAPPER = new JsonMapper();

    private ProxyEvent() {}

    /**
     * @param query decoded, see {@link #query}
     * @param claims of the access token; null for a public operation
     * @param body as text or in Base64; empty where there is none
     */
    static byte[] of(
            Request request,
            Routes.Match.Found found,
            Map<String, List<String>> query,
            @Nullable Map<String, Object> claims,
            String body,
            boolean isBase64Encoded)
            throws com.fasterxml.jackson.core.JsonProcessingException {
        var path = request.getHttpURI().getPath();
        var headers = new LinkedHashMap<String, List<String>>();
        for (HttpField field : request.getHeaders()) {
            headers.put(field.getName(), request.getHeaders().getValuesList(field.getName()));
        }
        var event = JsonNodeFactory.instance.objectNode();
        event.put("resource", found.operation().path());
        event.put("path", path);
        event.put("httpMethod", request.getMethod());
        putValues(event, "headers", "multiValueHeaders", headers);
        putValues(event, "queryStringParameters", "multiValueQueryStringParameters", query);
        if (found.parameters().isEmpty()) {
            event.putNull("pathParameters");
        } else {
            event.set("pathParameters", MAPPER.valueToTree(found.parameters()));
        }
        event.putNull("stageVariables");
        event.set("requestContext", context(request, found, path, claims));
        event.put("body", body.isEmpty() ? null : body);
        event.put("isBase64Encoded", isBase64Encoded && !body.isEmpty());
        return MAPPER.writeValueAsBytes(event);
    }

    /** A parameter of the query whose value cannot be decoded. */
    static final class UnreadableValue extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        UnreadableValue(String parameter, IllegalArgumentException cause) {
            super(parameter, cause);
        }

        String parameter() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * The parameters of a query string, in order of appearance; a {@code +} is a space.
     *
     * @throws UnreadableValue if a value cannot be decoded
     * @throws IllegalArgumentException if a name cannot be
     */
    static Map<String, List<String>> query(@Nullable String rawQuery) {
        var query = new LinkedHashMap<String, List<String>>();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&", -1)) {
                int equals = pair.indexOf('=');
                var name = Routes.decode(equals < 0 ? pair : pair.substring(0, equals), true);
                var value = equals < 0 ? "" : value(name, pair.substring(equals + 1));
                if (!name.isEmpty()) {
                    query.merge(name, List.of(value), ProxyEvent::concat);
                }
            }
        }
        return query;
    }

    private static String value(String name, String raw) {
        try {
            return Routes.decode(raw, true);
        } catch (IllegalArgumentException e) {
            throw new UnreadableValue(name, e);
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }

    private static ObjectNode context(
            Request request, Routes.Match.Found found, String path, @Nullable Map<String, Object> claims) {
        var context = JsonNodeFactory.instance.objectNode();
        context.put("accountId", "000000000000");
        context.put("apiId", STAGE);
        context.put("stage", STAGE);
        context.put("resourcePath", found.operation().path());
        context.put("httpMethod", request.getMethod());
        context.put("path", "/" + STAGE + path);
        context.put("protocol", request.getConnectionMetaData().getProtocol());
        context.put("requestId", UUID.randomUUID().toString());
        context.put("requestTimeEpoch", Instant.now().toEpochMilli());
        context.putObject("identity")
                .put("sourceIp", Request.getRemoteAddr(request))
                .put("userAgent", request.getHeaders().get("User-Agent"));
        if (claims != null) {
            var strings = context.putObject("authorizer").putObject("claims");
            // The service hands every claim over as a string.
            claims.forEach((name, value) -> strings.put(name, String.valueOf(value)));
        }
        return context;
    }

    /** The service writes null for none, and the last of several values where there is room for one. */
    private static void putValues(ObjectNode event, String single, String multiple, Map<String, List<String>> values) {
        if (values.isEmpty()) {
            event.putNull(single);
            event.putNull(multiple);
            return;
        }
        var last = event.putObject(single);
        values.forEach((name, list) -> last.put(name, list.getLast()));
        event.set(multiple, MAPPER.valueToTree(values));
    }
}
