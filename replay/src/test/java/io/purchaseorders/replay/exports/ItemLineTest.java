package io.purchaseorders.replay.exports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.replay.exports.ItemLine.Kind;
import io.purchaseorders.replay.exports.ItemLine.MalformedLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class ItemLineTest {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final List<String> WANTED = List.of("orderId", "detail", "type");
    private static final String CHARACTERS = "ab\"\\/\b\f\n\r\t\u0001{}[],:é€\uD83D\uDE00";

    private final ItemLine line = new ItemLine(WANTED);

    private Kind read(String json) {
        byte[] bytes = ("{}\n" + json + "\n").getBytes(StandardCharsets.UTF_8);
        Kind kind = line.read(bytes, 3);
        assertThat(line.end()).isEqualTo(bytes.length);
        return kind;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            text.appendCodePoint(CHARACTERS.codePointAt(CHARACTERS.offsetByCodePoints(
                    0, random.nextInt(CHARACTERS.codePointCount(0, CHARACTERS.length())))));
        }
        return text.toString();
    }

    private static ObjectNode item(Random random) {
        ObjectNode item = MAPPER.createObjectNode();
        for (String name : List.of("detail", "other", "orderId", "more", "type")) {
            ObjectNode value = MAPPER.createObjectNode();
            switch (random.nextInt(7)) {
                case 0 -> value.put("N", "-1.5E+3");
                case 1 -> value.putObject("M").putObject("orderId").put("S", text(random));
                case 2 -> value.putArray("L").addObject().put("BOOL", true);
                case 3 -> value.putNull("NULL");
                default -> value.put("S", text(random));
            }
            item.set(name, value);
        }
        return item;
    }

    private static String spread(String json, Random random) {
        return random.nextBoolean() ? json : json.replace("\":{", "\" : { ").replace("},", "} ,\t");
    }

    @Test
    void texts_are_those_that_a_parser_reads() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            ObjectNode item = item(random);
            ObjectNode json = MAPPER.createObjectNode();
            boolean isFull = random.nextBoolean();
            json.set(isFull ? "Item" : "NewImage", item);
            json.putObject("Metadata")
                    .put("number", -17.5)
                    .putArray("list")
                    .add(1)
                    .add("]");
            json.putObject("Keys").putObject("type").put("S", "not the one");
            String text = (random.nextBoolean() ? MAPPER : ESCAPING).writeValueAsString(json);
            assertThat(read(text)).isEqualTo(Kind.STORED);
            for (int attribute = 0; attribute < WANTED.size(); attribute++) {
                JsonNode expected = item.path(WANTED.get(attribute)).path("S");
                assertThat(line.from(attribute) >= 0)
                        .as("seed %d: %s", seed, text)
                        .isEqualTo(expected.isTextual());
                assertThat(line.text(attribute)).as("seed %d: %s", seed, text).isEqualTo(expected.asText());
            }
        }
    }

    @Test
    void a_line_with_keys_alone_says_that_the_item_was_removed() {
        assertThat(read("{\"Keys\":{\"orderId\":{\"S\":\"o\"}},\"OldImage\":{\"orderId\":{\"S\":\"p\"}}}"))
                .isEqualTo(Kind.REMOVED);
        assertThat(line.text(0)).isEqualTo("o");
        assertThat(read("{\"NewImage\":{\"orderId\":{\"S\":\"q\"}},\"Keys\":{\"orderId\":{\"S\":\"o\"}}}"))
                .isEqualTo(Kind.STORED);
        assertThat(line.text(0)).isEqualTo("q");
        assertThat(read("{\"Metadata\":{}}")).isEqualTo(Kind.UNKNOWN);
        assertThat(read(" { } ")).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void a_damaged_line_never_reads_beyond_its_end_and_is_refused_unless_it_is_still_json() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            ObjectNode json = MAPPER.createObjectNode();
            json.set("Item", item(random));
            String text = spread(json.toString(), random);
            int at = random.nextInt(text.length());
            String damaged = text.substring(0, at)
                    + (random.nextBoolean() ? "" : String.valueOf("\"\\{}[]:,x".charAt(random.nextInt(9))))
                    + text.substring(at + 1);
            byte[] bytes = (damaged + "\n{}\n").getBytes(StandardCharsets.UTF_8);
            try {
                line.read(bytes, 0);
                assertThat(line.end()).as("seed %d: %s", seed, damaged).isEqualTo(bytes.length - 3);
            } catch (MalformedLine refused) {
                assertThat(isLine(damaged))
                        .as("seed %d: %s: %s", seed, refused.getMessage(), damaged)
                        .isFalse();
            }
        }
    }

    /** As strictly as lines are read: an item is an object, and so is an attribute, with the one member that it has. */
    private static boolean isLine(String text) {
        try {
            JsonNode line = MAPPER.readTree(text);
            JsonNode item = line.path("Item");
            return line.isObject()
                    && (item.isObject() || item.isMissingNode())
                    && item.properties().stream()
                            .allMatch(attribute -> attribute.getValue().size() == 1);
        } catch (JsonProcessingException noJson) {
            return false;
        }
    }
}
