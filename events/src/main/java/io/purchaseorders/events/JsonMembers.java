package io.purchaseorders.events;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vavr.control.Either;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, as a stream of tokens brought them: texts as {@code String}, numbers exactly as
 * {@code BigDecimal}, arrays as {@code List}, objects as {@code JsonMembers}, the rest as {@link Literal}. An object of
 * events is small, so members are found one after another.
 */
final class JsonMembers {

    /** What has no value of its own. */
    enum Literal {
        NULL,
        TRUE,
        FALSE
    }

    private static final int USUAL = 8;

    /** More than an event has; an object with more is given a set of its names. */
    private static final int FEW = 16;

    /** Digits that a {@code long} holds in any case. */
    private static final int SHORT_NUMBER = 18;

    private String[] names = new String[USUAL];
    private Object[] values = new Object[USUAL];
    private int size;
    private @Nullable Set<String> known;

    JsonMembers() {}

    /** The value of a member; nothing where there is none. */
    @Nullable
    Object find(String name) {
        int hash = name.hashCode();
        for (int i = 0; i < size; i++) {
            if (names[i].hashCode() == hash && names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    /** The names of all members, in the order in which they came. */
    List<String> names() {
        return Arrays.asList(names).subList(0, size);
    }

    /** The one object that a text holds, or why it holds none. */
    static Either<Fault, JsonMembers> parse(String text) {
        @Nullable JsonMembers plain = PlainJson.read(text);
        return plain == null ? parsed(text) : Either.right(plain);
    }

    /** The same for all of JSON, with the fault of what is none. */
    static Either<Fault, JsonMembers> parsed(String text) {
        try (JsonParser parser = DetailJson.STREAMS.createParser(text)) {
            return read(parser);
        } catch (JsonProcessingException | NumberFormatException e) {
            return Either.left(DetailJson.unreadable(e));
        } catch (IOException e) {
            throw new UncheckedIOException("a text can always be read", e);
        }
    }

    /** @param parser before the first token of an object after which nothing may follow */
    static Either<Fault, JsonMembers> read(JsonParser parser) throws IOException {
        @Nullable JsonToken first = parser.nextToken();
        Object value = first == null ? Literal.NULL : value(parser, first);
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "something follows the value");
        }
        return value instanceof JsonMembers members ? Either.right(members) : Either.left(DetailJson.NO_OBJECT);
    }

    /** Nesting is bounded by the parser. */
    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> Literal.TRUE;
            case VALUE_FALSE -> Literal.FALSE;
            case VALUE_NULL -> Literal.NULL;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new JsonParseException(parser, "no value begins with " + token);
        };
    }

    private static JsonMembers members(JsonParser parser) throws IOException {
        JsonMembers members = new JsonMembers();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (!members.add(name, value(parser, parser.nextToken()))) {
                throw new JsonParseException(parser, "Duplicate field '" + name + "'");
            }
        }
        return members;
    }

    private boolean has(String name) {
        return known == null ? find(name) != null : known.contains(name);
    }

    /** Adds a member, or says that there is one of this name. */
    boolean add(String name, Object value) {
        if (has(name)) {
            return false;
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        names[size] = name;
        values[size] = value;
        size++;
        if (known != null) {
            known.add(name);
        } else if (size == FEW) {
            known = new HashSet<>(Arrays.asList(names));
        }
        return true;
    }

    private static List<Object> elements(JsonParser parser) throws IOException {
        List<Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(parser, token));
        }
        return elements;
    }

    private static BigDecimal number(JsonParser parser) throws IOException {
        return parser.getTextLength() <= SHORT_NUMBER
                ? Decimals.ofJsonNumber(parser.getText())
                : parser.getDecimalValue();
    }
}
