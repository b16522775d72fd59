package io.purchaseorders.handlers.processor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What EventBridge wraps a published event in, as far as it matters here. The detail stays the text that was published:
 * it is cut out of the payload, never parsed and written again, so that no digit is lost.
 *
 * @param id EventBridge's own id of this delivery; another one when the publisher retries
 */
record Envelope(String id, String type, String source, String detail) {

    private static final JsonFactory JSON = new JsonFactory();

    /** @throws IOException where the payload is no JSON object */
    static Envelope read(String payload) throws IOException {
        String id = "";
        String type = "";
        String source = "";
        String detail = "";
        try (JsonParser parser = JSON.createParser(payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the payload is no EventBridge envelope");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                parser.nextToken();
                switch (member) {
                    case "id" -> id = parser.getValueAsString("");
                    case "detail-type" -> type = parser.getValueAsString("");
                    case "source" -> source = parser.getValueAsString("");
                    case "detail" -> detail = cut(parser, payload);
                    default -> parser.skipChildren();
                }
            }
        }
        return new Envelope(id, type, source, detail);
    }

    private static String cut(JsonParser parser, String payload) throws IOException {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getCharOffset();
        return payload.substring(from, to);
    }
}
