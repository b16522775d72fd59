package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String BEGIN =
            "{\"eventId\":\"e1\",\"orderId\":\"o1\",\"occurredAt\":\"2026-11-23T10:00:00Z\",\"x\":";

    private static List<Fault> faults(String type, String detail) {
        return EventCodec.decode(type, detail, NOW).fold(faults -> faults, event -> List.of());
    }

    private static String ofBytes(String filler, int bytes) {
        int room = bytes - Limits.bytes(BEGIN + "\"\"}");
        int fillers = room / Limits.bytes(filler);
        return BEGIN + "\"" + filler.repeat(fillers) + "y".repeat(room - fillers * Limits.bytes(filler)) + "\"}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e4", "\u20ac", "\ud83d\ude00"})
    void a_detail_may_have_so_many_bytes_and_no_more(String filler) {
        assertThat(faults("OrderConfirmed", ofBytes(filler, Limits.DETAIL_BYTES)))
                .isEmpty();
        assertThat(faults("OrderConfirmed", ofBytes(filler, Limits.DETAIL_BYTES + 1)))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("350001", "350000"));
    }

    @Test
    void a_large_detail_of_an_unknown_type_has_both_faults() {
        assertThat(faults("OrderShiped", ofBytes("x", Limits.DETAIL_BYTES + 1))).hasSize(2);
    }

    @Test
    void what_is_nested_or_written_beyond_the_limits_is_a_fault_and_what_is_within_is_none() {
        int inObject = Limits.NESTING - 1;
        assertThat(faults("OrderConfirmed", BEGIN + "[".repeat(inObject) + "]".repeat(inObject) + "}"))
                .isEmpty();
        assertThat(faults("OrderConfirmed", BEGIN + "[".repeat(inObject + 1) + "]".repeat(inObject + 1) + "}"))
                .hasSize(1);
        assertThat(faults("OrderConfirmed", BEGIN + "1".repeat(Limits.NUMBER_CHARACTERS) + "}"))
                .isEmpty();
        assertThat(faults("OrderConfirmed", BEGIN + "1".repeat(Limits.NUMBER_CHARACTERS + 1) + "}"))
                .hasSize(1);
        assertThat(faults("OrderConfirmed", BEGIN + "{\"" + "n".repeat(Limits.NAME_CHARACTERS) + "\":1}}"))
                .isEmpty();
        assertThat(faults("OrderConfirmed", BEGIN + "{\"" + "n".repeat(Limits.NAME_CHARACTERS + 1) + "\":1}}"))
                .hasSize(1);
        assertThat(faults("OrderConfirmed", BEGIN + "1e99999999999}")).hasSize(1);
    }
}
