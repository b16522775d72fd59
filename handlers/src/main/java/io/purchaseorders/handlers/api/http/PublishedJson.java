package io.purchaseorders.handlers.api.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.purchaseorders.events.DetailJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Takes published JSON apart without reading it, so that every value is answered to the letter: 12.50 stays 12.50. */
public final class PublishedJson {

    private PublishedJson() {}

    /**
     * The members of an object, each value as its text.
     *
     * @throws IllegalArgumentException where the text is no JSON object
     */
    public static SequencedMap<String, String> members(String object) {
        SequencedMap<String, String> members = new LinkedHashMap<>();
        try (JsonParser parser = DetailJson.MAPPER.getFactory().createParser(object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                int begin = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                // Strings are read lazily: without this the parser still stands before their end.
                parser.finishToken();
                int end = (int) parser.currentLocation().getCharOffset();
                members.put(name, object.substring(begin, end));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return members;
    }
}
