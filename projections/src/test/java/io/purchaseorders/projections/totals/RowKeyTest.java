package io.purchaseorders.projections.totals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.projections.batch.SequenceNumber;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where totals are stored and under which names: stored names are for ever. */
class RowKeyTest {

    private static final Hour TEN = new Hour(LocalDateTime.parse("2026-11-23T10:00"));

    @Test
    void every_key_has_a_row_an_hour() {
        for (String key : List.of("ALL", "CUSTOMER#c", "PRODUCT#ALL")) {
            assertThat(RowKey.of(key, TEN)).isEqualTo(new RowKey(key, "2026-11-23T10"));
        }
    }

    @Test
    void an_attribute_is_an_hour_and_a_measure_and_is_read_as_both() {
        Measures named = RowKey.inHour(TEN, Measures.of(Map.of("orders.placed", BigDecimal.TWO)));
        assertThat(named.values()).containsExactly(Map.entry("10.orders.placed", BigDecimal.TWO));
        assertThat(new RowKey("ALL", "2026-11-23T10").hourOf("10.orders.placed"))
                .isEqualTo("2026-11-23T10");
        assertThat(RowKey.measureOf("10.orders.placed")).isEqualTo("orders.placed");
    }

    @Test
    void only_attributes_with_an_hour_are_measures() {
        assertThat(List.of("10.events", "00.orders.placed", "23.x")).allMatch(RowKey::isMeasure);
        assertThat(List.of("fence", "upTo7", "10.", "1.events", "a0.events", "0a.events", "10_events", "", "100events"))
                .noneMatch(RowKey::isMeasure);
    }

    @Test
    void the_row_beside_a_row_sorts_behind_it_and_before_the_next_and_knows_its_home() {
        RowKey ten = new RowKey("PRODUCT#a", "2026-11-23T10");
        assertThat(ten.quarantineRow().home()).isEqualTo(ten);
        assertThat(ten.home()).isEqualTo(ten);
        assertThat(ten.quarantineRow()).isNotEqualTo(ten);
        assertThat(ten.quarantineRow().day()).isEqualTo("2026-11-23");
        assertThat(ten.quarantineRow().period()).isGreaterThan("2026-11-23T10").isLessThan("2026-11-23T11");
    }

    @Test
    void sequence_numbers_compare_as_numbers_however_long_they_are() {
        assertThat(SequenceNumber.of("9")).isLessThan(SequenceNumber.of("10"));
        assertThat(SequenceNumber.of("100000000000000000000000000000000000000"))
                .isGreaterThan(SequenceNumber.of("99999999999999999999999999999999999999"));
        assertThat(SequenceNumber.of("0010")).isEqualTo(SequenceNumber.of("10"));
        assertThat(SequenceNumber.of("1".repeat(40)).digits()).isEqualTo("1".repeat(40));
        for (String none : List.of("", "1".repeat(41), "12a", "-1", "1/", "1:")) {
            assertThatThrownBy(() -> SequenceNumber.of(none)).hasMessageContaining("no sequence number");
        }
    }
}
