package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "null",
                "{}",
                "[]",
                "\"text\"",
                "{\"a\": 1, \"b\": [true, false, null, {\"c\": \"\\u00e4 \\ud83d\\ude00 \\n \\u0001 \\\" \\\\ /\"}]}",
                "[0, -0, 2147483647, 2147483648, -9223372036854775808, 9223372036854775808, 1.0, 1.10, -0.0, 1e3, 1E-7]",
                "[1e999, 123456789012345678901234567890.123456789012345678901234567890]",
            })
    void reads_and_writes_what_the_mapper_reads_and_writes(String text) throws JsonProcessingException {
        JsonNode node = JsonText.read(text);
        JsonNode expected = DetailJson.MAPPER.readTree(text);
        assertThat(node).isEqualTo(expected);
        if (!node.isMissingNode()) {
            assertThat(JsonText.write(node)).isEqualTo(DetailJson.MAPPER.writeValueAsString(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[1,]",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{}x",
                "nul",
                "01",
                "NaN",
                "'a'",
                "[1 2]",
                "]",
                "\"\t\""
            })
    void refuses_what_the_mapper_refuses(String text) {
        assertThatThrownBy(() -> DetailJson.MAPPER.readTree(text)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> JsonText.read(text)).isInstanceOf(JsonProcessingException.class);
        assertThat(JsonText.parseObject(text).isLeft()).isTrue();
    }

    @Test
    void nesting_that_is_too_deep_is_refused_and_what_is_not_is_read() throws JsonProcessingException {
        assertThat(JsonText.parseObject("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000))
                        .isLeft())
                .isTrue();
        String deep = "[".repeat(Limits.NESTING) + "]".repeat(Limits.NESTING);
        assertThat(JsonText.write(JsonText.read(deep))).isEqualTo(deep);
    }

    @Test
    void raw_values_are_written_as_they_are() {
        ObjectNode node = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        node.putRawValue("price", new RawValue("12.50"));
        assertThat(JsonText.write(node)).isEqualTo("{\"price\":12.50}");
        assertThatThrownBy(() -> JsonText.write(node.putPOJO("other", new Object())))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
