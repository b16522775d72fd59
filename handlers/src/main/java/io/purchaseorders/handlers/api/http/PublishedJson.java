package io.purchaseorders.handlers.api.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Takes published JSON apart without reading it, so that every value is answered to the letter: 12.50 stays 12.50. */
public final class PublishedJson {

    /** What was accepted is within limits; an answer that nests it is deeper. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private PublishedJson() {}

    /**
     * The members of an object, each value as its text.
     *
     * @throws IllegalArgumentException where the text is no JSON object
     */
    public static SequencedMap<String, String> members(String object) {
        SequencedMap<String, String> members = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                members.put(name, cut(parser, object));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return members;
    }

    /**
     * The elements of an array, each as its text.
     *
     * @throws IllegalArgumentException where the text is no JSON array
     */
    static List<String> elements(String array) {
        List<String> elements = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(array)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("no JSON array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(cut(parser, array));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return elements;
    }

    /** The text of the value at whose beginning the parser stands; then it stands at its end. */
    private static String cut(JsonParser parser, String text) throws IOException {
        int begin = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        // Strings are read lazily: without this the parser still stands before their end.
        parser.finishToken();
        return text.substring(begin, (int) parser.currentLocation().getCharOffset());
    }
}
