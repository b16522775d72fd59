package io.purchaseorders.projections.totals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.projections.batch.SequenceNumber;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where totals are stored: stored names are for ever. */
class RowKeyTest {

    private static final LocalDateTime TEN = LocalDateTime.parse("2026-11-23T10:59");

    @Test
    void a_rows_period_begins_with_its_granularity() {
        assertThat(RowKey.of("ALL", Granularity.HOUR, TEN)).isEqualTo(new RowKey("ALL", "H#2026-11-23T10"));
        assertThat(RowKey.of("ALL", Granularity.DAY, TEN)).isEqualTo(new RowKey("ALL", "D#2026-11-23"));
        assertThat(RowKey.of("CUSTOMER#c", Granularity.MONTH, TEN)).isEqualTo(new RowKey("CUSTOMER#c", "M#2026-11"));
    }

    @Test
    void a_row_tells_its_granularity_and_notation() {
        RowKey day = new RowKey("ALL", "D#2026-11-23");
        assertThat(day.granularity()).contains(Granularity.DAY);
        assertThat(day.notation()).isEqualTo("2026-11-23");
        assertThat(day.quarantineRow().notation()).isEqualTo("2026-11-23");
        assertThat(new RowKey("ALL", "2026-11-23").granularity()).isEmpty();
    }

    @Test
    void only_rows_of_periods_that_a_projection_stores_are_stored() {
        for (String period : List.of("H#2026-11-23T10", "D#2026-11-23", "M#2026-11", "M#2026-11!quarantine")) {
            assertThat(new RowKey("ALL", period).isStored()).as(period).isTrue();
        }
        for (String period : List.of(
                "2026-11-23", "D#2026-11-23T10", "D#2026-02-30", "W#2026-W48", "X#2026", "D#", "", "M#2026-1")) {
            assertThat(new RowKey("ALL", period).isStored()).as(period).isFalse();
        }
        assertThat(new RowKey("PRODUCT#p", "D#2026-11-23").isStored()).isFalse();
        assertThat(new RowKey("SHARDS", "D#2026-11-23").isStored()).isFalse();
    }

    @Test
    void the_row_beside_a_row_sorts_behind_it_and_before_the_next_and_knows_its_home() {
        RowKey ten = new RowKey("PRODUCT#a", "H#2026-11-23T10");
        assertThat(ten.quarantineRow().home()).isEqualTo(ten);
        assertThat(ten.home()).isEqualTo(ten);
        assertThat(ten.quarantineRow()).isNotEqualTo(ten);
        assertThat(ten.quarantineRow().period())
                .isGreaterThan("H#2026-11-23T10")
                .isLessThan("H#2026-11-23T11");
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
