package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonTest {

    private static final String ALPHABET = "{}[]\",:\\ \t\n0123456789.-+eEntrueals\u0000é\ud83d";

    /** A value with its kind, so that what is equal is equal in every respect. */
    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case JsonMembers members ->
                members.names().stream()
                        .map(name -> name + "=" + shown(members.find(name)))
                        .collect(Collectors.joining(",", "{", "}"));
            case List<?> list ->
                list.stream().map(PlainJsonTest::shown).toList().toString();
            default -> value.getClass().getSimpleName() + " " + value;
        };
    }

    private static String damaged(String text, Random random) {
        int at = random.nextInt(text.length());
        int other = random.nextInt(ALPHABET.length());
        return text.substring(0, at)
                + (random.nextInt(3) == 0 ? "" : ALPHABET.substring(other, other + 1))
                + text.substring(at + random.nextInt(2));
    }

    @Test
    void what_is_read_without_the_parser_is_what_the_parser_reads() {
        Seeds.each(seed -> {
            Random random = new Random(seed);
            new RandomHistories(seed).history("order", 6).forEach(event -> {
                String text = Samples.detail(event);
                for (int damages = 0; damages < 20 && !text.isEmpty(); damages++) {
                    JsonMembers plain = PlainJson.read(text);
                    if (plain != null) {
                        assertThat(JsonMembers.parsed(text).map(PlainJsonTest::shown))
                                .as(text)
                                .containsExactly(shown(plain));
                    }
                    text = damaged(text, random);
                }
            });
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { \"a\" : [ ] , \"b\" : { } }\r\n",
                "{\"eventId\":\"e\",\"lines\":[{\"sku\":\"café\",\"quantity\":1.50},7],\"n\":null,\"t\":true,\"f\":false}"
            })
    void reads_plain_json_itself(String text) {
        assertThat(shown(PlainJson.read(text)))
                .isEqualTo(shown(JsonMembers.parsed(text).getOrNull()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\\n\"}",
                "{\"a\":1e3}",
                "{\"a\":-1}",
                "{\"a\":1,\"a\":1}",
                "{} {}",
                "[]",
                "",
                "{\"a\":1,}"
            })
    void leaves_the_rest_to_the_parser(String text) {
        assertThat(PlainJson.read(text)).isNull();
    }
}
