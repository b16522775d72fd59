package io.purchaseorders.handlers.api.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.purchaseorders.handlers.payload.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * API Gateway's events of Lambda proxy integrations, as far as they matter here, read and written token by token. The
 * runtime's own deserializer comes to the same, by 800 classes that would have to be loaded before the first answer.
 */
public final class ProxyEvents {

    private static final JsonFactory JSON = new JsonFactory();

    private interface Value<T extends @Nullable Object> {
        T read(JsonParser parser) throws IOException;
    }

    // Once, and not where they are used: each place would make a class of its own.
    private static final Value<@Nullable String> TEXT = ProxyEvents::text;
    private static final Value<List<String>> TEXTS = ProxyEvents::texts;

    private ProxyEvents() {}

    /** @throws IOException where the payload is no JSON object */
    public static APIGatewayProxyRequestEvent read(InputStream payload) throws IOException {
        APIGatewayProxyRequestEvent event = new APIGatewayProxyRequestEvent();
        try (JsonParser parser = JSON.createParser(Payload.text(payload))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the payload is no event of API Gateway");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "resource" -> event.setResource(parser.getValueAsString());
                    case "path" -> event.setPath(parser.getValueAsString());
                    case "httpMethod" -> event.setHttpMethod(parser.getValueAsString());
                    case "headers" -> event.setHeaders(members(parser, TEXT));
                    case "multiValueHeaders" -> event.setMultiValueHeaders(members(parser, TEXTS));
                    case "queryStringParameters" -> event.setQueryStringParameters(members(parser, TEXT));
                    case "multiValueQueryStringParameters" ->
                        event.setMultiValueQueryStringParameters(members(parser, TEXTS));
                    case "requestContext" ->
                        event.setRequestContext(value == JsonToken.START_OBJECT ? context(parser) : null);
                    default -> parser.skipChildren();
                }
            }
        }
        return event;
    }

    private static ProxyRequestContext context(JsonParser parser) throws IOException {
        ProxyRequestContext context = new ProxyRequestContext();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "requestId" -> context.setRequestId(parser.getValueAsString());
                case "authorizer" -> context.setAuthorizer(members(parser, ProxyEvents::claims));
                default -> parser.skipChildren();
            }
        }
        return context;
    }

    private static <T extends @Nullable Object> @Nullable Map<String, T> members(JsonParser parser, Value<T> value)
            throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
        Map<String, T> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            members.put(name, value.read(parser));
        }
        return members;
    }

    private static @Nullable String text(JsonParser parser) throws IOException {
        parser.skipChildren();
        return parser.getValueAsString();
    }

    private static List<String> texts(JsonParser parser) throws IOException {
        List<String> texts = new ArrayList<>();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                texts.add(String.valueOf(text(parser)));
            }
        }
        return texts;
    }

    /** The claims are an object; whatever else an authorizer says is a text. */
    private static @Nullable Object claims(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.START_OBJECT ? members(parser, TEXT) : text(parser);
    }

    public static void write(APIGatewayProxyResponseEvent answer, OutputStream output) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeNumberField("statusCode", answer.getStatusCode());
            out.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : answer.getHeaders().entrySet()) {
                out.writeStringField(header.getKey(), header.getValue());
            }
            out.writeEndObject();
            out.writeStringField("body", answer.getBody());
            out.writeBooleanField("isBase64Encoded", answer.getIsBase64Encoded());
            out.writeEndObject();
        }
        output.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
