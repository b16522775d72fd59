package io.purchaseorders.projections.totals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.projections.batch.SequenceNumber;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where totals are stored: stored names are for ever. */
class RowKeyTest {

    private static final Hour TEN = new Hour(LocalDateTime.parse("2026-11-23T10:00"));

    @Test
    void every_key_has_a_row_an_hour() {
        for (String key : List.of("ALL", "CUSTOMER#c", "PRODUCT#ALL")) {
            assertThat(RowKey.of(key, TEN)).isEqualTo(new RowKey(key, "2026-11-23T10"));
        }
    }

    @Test
    void the_row_beside_a_row_sorts_behind_it_and_before_the_next_and_knows_its_home() {
        RowKey ten = new RowKey("PRODUCT#a", "2026-11-23T10");
        assertThat(ten.quarantineRow().home()).isEqualTo(ten);
        assertThat(ten.home()).isEqualTo(ten);
        assertThat(ten.quarantineRow()).isNotEqualTo(ten);
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
