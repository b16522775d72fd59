package io.purchaseorders.local.apigateway;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** An RFC 9457 problem with the headers that go with it: what the gateway answers when it does not ask the function. */
record Problem(int status, String detail, HttpFields headers, List<String> parameters) {

    /** Seconds after which another attempt may do better; local outages are short or lasting. */
    private static final String RETRY_AFTER_SECONDS = "1";

    private static final JsonMapper MAPPER = new JsonMapper();

    static Problem of(int status, String detail) {
        return new Problem(status, detail, HttpFields.EMPTY, List.of());
    }

    /** What stands at {@code place} cannot be decoded: these parameters, or something that is none. */
    static Problem undecodable(String place, List<String> parameters) {
        return new Problem(
                HttpStatus.BAD_REQUEST_400,
                "The " + place + " holds a malformed percent-encoding or a control character.",
                HttpFields.EMPTY,
                parameters);
    }

    static Problem unavailable() {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE_503,
                "The service cannot answer for now.",
                HttpFields.from(new org.eclipse.jetty.http.HttpField("Retry-After", RETRY_AFTER_SECONDS)),
                List.of());
    }

    Problem with(String header, String value) {
        return new Problem(
                status, detail, HttpFields.build(headers).add(header, value).asImmutable(), parameters);
    }

    /** @param path of the request, which is its instance unless it is no URI at all; null where there is none */
    byte[] json(@Nullable String path) {
        var mapper = MAPPER;
        var problem = mapper.createObjectNode()
                .put("type", "about:blank")
                .put("title", HttpStatus.getMessage(status))
                .put("status", status)
                .put("detail", detail)
                .put("instance", path != null && isUri(path) ? path : null);
        if (!parameters.isEmpty()) {
            var errors = problem.putArray("errors");
            parameters.forEach(
                    parameter -> errors.addObject().put("parameter", parameter).put("message", "cannot be decoded"));
        }
        return problem.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isUri(String path) {
        try {
            return new URI(path).getRawPath() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
