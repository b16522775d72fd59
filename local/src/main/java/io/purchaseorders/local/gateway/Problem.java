package io.purchaseorders.local.gateway;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/** An RFC 9457 problem with the headers that go with it: what the gateway answers when it does not ask the function. */
record Problem(int status, String detail, HttpFields headers) {

    /** Seconds after which another attempt may do better; local outages are short or lasting. */
    private static final String RETRY_AFTER_SECONDS = "1";

    private static final JsonMapper MAPPER = new JsonMapper();

    static Problem of(int status, String detail) {
        return new Problem(status, detail, HttpFields.EMPTY);
    }

    static Problem unavailable() {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE_503,
                "The service cannot answer for now.",
                HttpFields.from(new org.eclipse.jetty.http.HttpField("Retry-After", RETRY_AFTER_SECONDS)));
    }

    Problem with(String header, String value) {
        return new Problem(
                status, detail, HttpFields.build(headers).add(header, value).asImmutable());
    }

    byte[] json(String instance) {
        var mapper = MAPPER;
        var problem = mapper.createObjectNode()
                .put("type", "about:blank")
                .put("title", HttpStatus.getMessage(status))
                .put("status", status)
                .put("detail", detail)
                .put("instance", instance);
        return problem.toString().getBytes(StandardCharsets.UTF_8);
    }
}
