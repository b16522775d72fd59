package io.purchaseorders.projections.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The counts that have to close against the tables. */
class RecordCountsTest {

    private static final RecordCounts COUNTS = new RecordCounts(101, 50, 7, 5, 3, 2);
    private static final RecordCounts OTHERS = new RecordCounts(1_000, 100, 200, 300, 400, 500);

    @Test
    void counts_are_added_and_taken_away_one_by_one() {
        assertThat(COUNTS.plus(OTHERS)).isEqualTo(new RecordCounts(1_101, 150, 207, 305, 403, 502));
        assertThat(OTHERS.minus(COUNTS)).isEqualTo(new RecordCounts(899, 50, 193, 295, 397, 498));
        assertThat(COUNTS.plus(RecordCounts.NONE)).isEqualTo(COUNTS).isEqualTo(COUNTS.minus(RecordCounts.NONE));
    }

    @Test
    void what_was_received_and_is_nowhere_is_unaccounted() {
        assertThat(COUNTS.unaccounted()).isEqualTo(101 - 50 - 7 - 5 - 3 - 2);
        assertThat(RecordCounts.NONE.unaccounted()).isZero();
        assertThat(RecordCounts.UNACCOUNTED.unaccounted()).isEqualTo(1);
    }

    @Test
    void whatever_becomes_of_a_record_it_is_received_once_and_accounted_for() {
        for (RecordCounts one : List.of(
                RecordCounts.APPLIED,
                RecordCounts.RELEASED,
                RecordCounts.QUARANTINED,
                RecordCounts.DUPLICATE,
                RecordCounts.VIOLATION)) {
            assertThat(one.received()).isEqualTo(1);
            assertThat(one.unaccounted()).as("%s", one).isZero();
        }
    }
}
