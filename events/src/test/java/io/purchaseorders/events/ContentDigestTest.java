package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDigestTest {

    private static final String DETAIL = "{\"a\":1.50,\"b\":[\"x\",{\"c\":null,\"d\":true}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":[\"x\",{\"d\":true,\"c\":null}],\"a\":1.5}",
                " {\n\"a\" : 15e-1, \"b\" : [ \"\\u0078\" , {\"c\":null,\"d\":true}]} "
            })
    void member_order_white_space_and_notation_do_not_count(String same) {
        assertThat(ContentDigest.of("T", same)).isEqualTo(ContentDigest.of("T", DETAIL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"1.50\",\"b\":[\"x\",{\"c\":null,\"d\":true}]}",
                "{\"a\":1.50,\"b\":[\"x\",{\"d\":true}]}",
                "{\"a\":1.50,\"b\":[{\"c\":null,\"d\":true},\"x\"]}",
                "{\"a\":1.51,\"b\":[\"x\",{\"c\":null,\"d\":true}]}"
            })
    void another_value_has_another_digest(String other) {
        assertThat(ContentDigest.of("T", other)).isNotEqualTo(ContentDigest.of("T", DETAIL));
    }

    @Test
    void halves_of_surrogate_pairs_which_utf_8_cannot_write_are_told_apart() {
        assertThat(Stream.of("?", "\\ud800", "\\ud801", "\\udc00", "\\\\ud800", "\\ud800\\udc00")
                        .map(text -> ContentDigest.of("T", "{\"a\":\"" + text + "\"}")))
                .doesNotHaveDuplicates();
        assertThat(ContentDigest.of("T", "{\"a\":\"\\uD800\"}"))
                .isEqualTo(ContentDigest.of("T", "{\"a\":\"\\ud800\"}"));
    }

    @Test
    void the_type_counts_and_absurd_exponents_are_digested() {
        assertThat(ContentDigest.of("T", "{}")).isNotEqualTo(ContentDigest.of("U", "{}"));
        assertThat(ContentDigest.of("T", "{\"a\":1e999999999}")).hasSize(64);
        assertThat(Stream.of("100e2147483647", "10e2147483647", "1e2147483647", "0", "1e-2147483647")
                        .map(number -> ContentDigest.of("T", "{\"a\":" + number + "}")))
                .doesNotHaveDuplicates();
        assertThat(Stream.of("0", "-0", "0.00", "0e2147483647", "0e-2147483647")
                        .map(zero -> ContentDigest.of("T", "{\"a\":" + zero + "}"))
                        .distinct())
                .hasSize(1);
        assertThat(ContentDigest.of("T", "{\"a\":100e2147483640}"))
                .isEqualTo(ContentDigest.of("T", "{\"a\":1e2147483642}"));
        assertThat(ContentDigest.of("T", "no json")).isNotEqualTo(ContentDigest.of("T", "no  json"));
    }
}
