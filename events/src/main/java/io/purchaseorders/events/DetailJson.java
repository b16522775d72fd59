package io.purchaseorders.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vavr.control.Either;

/** How JSON is read and written: numbers exactly, a member twice in one object not at all, decimals in plain notation. */
public final class DetailJson {

    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(Limits.OF_PARSERS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** The parsers of events alone, which look for duplicate members themselves: that takes half of a parser's time. */
    static final JsonFactory STREAMS =
            JsonFactory.builder().streamReadConstraints(Limits.OF_PARSERS).build();

    static final Fault NO_OBJECT = new Fault("", "must be a JSON object");

    private DetailJson() {}

    /** The object that the text holds, or why it holds none. */
    public static Either<Fault, ObjectNode> parseObject(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node instanceof ObjectNode object ? Either.right(object) : Either.left(NO_OBJECT);
        } catch (JsonProcessingException | NumberFormatException e) {
            return Either.left(unreadable(e));
        }
    }

    static Fault unreadable(Exception e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        String firstLine =
                message == null ? "malformed" : message.lines().findFirst().orElse("malformed");
        return new Fault("", "cannot be read as JSON: " + firstLine);
    }

    /** A tree as text. */
    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("what is no JSON value must be made one first", e);
        }
    }
}
