package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedIdsTest {

    @Test
    void ids_are_read_from_what_breaks_every_limit() {
        String detail = "{\"x\":" + "[".repeat(2_000) + "]".repeat(2_000) + ",\"n\":" + "1".repeat(2_000) + ",\""
                + "m".repeat(60_000) + "\":1,\"eventId\":\"e\",\"orderId\":\"o\",\"eventId\":\"other\"}";
        assertThat(PublishedIds.of(detail)).isEqualTo(new PublishedIds(Optional.of("e"), Optional.of("o")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{}", "{\"eventId\":7,\"orderId\":{\"orderId\":\"o\"}}", "{\"a\""})
    void where_there_is_none_there_is_none(String detail) {
        assertThat(PublishedIds.of(detail)).isEqualTo(new PublishedIds(Optional.empty(), Optional.empty()));
    }
}
