package io.purchaseorders.local.apigateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Answers that the gateway makes up itself. A template of the request, chosen by its content type, says a status; what is
 * answered with that status is fixed. Source: API Gateway's developer guide, "Mock integrations" and "Integration passthrough
 * behaviors".
 *
 * @param requestTemplates Velocity templates of {@code {"statusCode": ...}} by media type
 * @param answers by status
 */
record MockIntegration(Map<String, String> requestTemplates, Map<Integer, ProxyAnswer> answers) {

    /** Of a request that names none. */
    private static final String DEFAULT_TYPE = "application/json";

    private static final String MAPPED_HEADER = "method.response.header.";
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Made at first use: most requests are answered by functions. */
    private static final class Engine {
        static final VelocityEngine VELOCITY = new VelocityEngine();
    }

    /**
     * Reads the integration of one method, and refuses what the service would refuse or fail at.
     *
     * @param method with its {@code responses}, which have to name each header that the integration sets
     * @param isBinary whether bodies of any type are bytes to the gateway; then templates need them as text
     */
    static MockIntegration of(String name, JsonNode method, JsonNode integration, boolean isBinary) {
        require(
                integration.path("passthroughBehavior").asText().equals("never"),
                name,
                "a passthroughBehavior of never");
        require(!isBinary || isText(integration), name, "a contentHandling of CONVERT_TO_TEXT");
        Map<String, String> templates = new HashMap<>();
        integration
                .path("requestTemplates")
                .properties()
                .forEach(template ->
                        templates.put(template.getKey(), template.getValue().asText()));
        Map<Integer, ProxyAnswer> answers = new HashMap<>();
        for (Map.Entry<String, JsonNode> response :
                integration.path("responses").properties()) {
            String status = response.getValue().path("statusCode").asText();
            require(response.getKey().equals(status), name, "one response a status, named by it");
            require(
                    !isBinary || isText(response.getValue()),
                    name,
                    "a contentHandling of CONVERT_TO_TEXT in " + status);
            answers.put(
                    Integer.valueOf(status),
                    answer(name, Integer.parseInt(status), method.at("/responses/" + status), response.getValue()));
        }
        return new MockIntegration(Map.copyOf(templates), Map.copyOf(answers));
    }

    private static boolean isText(JsonNode described) {
        return described.path("contentHandling").asText().equals("CONVERT_TO_TEXT");
    }

    private static void require(boolean isThere, String name, String what) {
        if (!isThere) {
            throw new IllegalStateException("the mock integration of " + name + " lacks " + what);
        }
    }

    private static ProxyAnswer answer(String name, int status, JsonNode declared, JsonNode response) {
        var headers = HttpFields.build();
        var body = "";
        for (Map.Entry<String, JsonNode> template :
                response.path("responseTemplates").properties()) {
            headers.put(HttpHeader.CONTENT_TYPE, template.getKey());
            body = template.getValue().asText();
        }
        // The function's answers are rendered by nobody either: what a template of an answer would reach is not needed.
        require(body.indexOf('$') < 0 && body.indexOf('#') < 0, name, "a fixed body in " + status);
        for (Map.Entry<String, JsonNode> parameter :
                response.path("responseParameters").properties()) {
            String header = parameter.getKey().substring(MAPPED_HEADER.length());
            require(declared.path("headers").has(header), name, "the header " + header + " among those of " + status);
            String constant = parameter.getValue().asText();
            require(constant.matches("'[^']*'"), name, "a constant for " + header);
            headers.put(header, constant.substring(1, constant.length() - 1));
        }
        return new ProxyAnswer(status, headers.asImmutable(), ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The answer to a request; nothing where no template is for its content type.
     *
     * @param contentType as the request has it, empty where it has none
     */
    Optional<ProxyAnswer> answer(String method, String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(requestTemplates.get(type.isEmpty() ? DEFAULT_TYPE : type))
                .map(template -> answers.get(status(template, method)))
                .map(ProxyAnswer::copy);
    }

    private static int status(String template, String method) {
        var context = new VelocityContext(Map.of("context", Map.of("httpMethod", method)));
        var rendered = new StringWriter();
        Engine.VELOCITY.evaluate(context, rendered, "a request template", template);
        try {
            return MAPPER.readTree(rendered.toString()).path("statusCode").asInt();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request template makes no JSON", e);
        }
    }
}
