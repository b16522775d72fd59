package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.QuarantineReader.QuarantineState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What a record counts as, by the rows and marks that are left when its batch is written. */
@NullMarked
class RecordOutcomesTest {

    private static final SequenceNumber AT = SequenceNumber.of("1");
    private static final RecordedEvent EVENT = Samples.recorded(
            new OrderConfirmed(new Header("confirmed", "o", Instant.parse("2026-11-23T08:00:00Z"))),
            Instant.parse("2026-11-23T08:00:01Z"));
    private static final EventRef REF = RecordOutcomes.ref(EVENT);
    private static final StreamRecord INSERT = new StreamRecord.Insert(new SequencedEvent(AT, EVENT));
    private static final StreamRecord RELEASE = new StreamRecord.Release(AT, REF);
    private static final Map<String, OrderRow> HELD = Map.of("o", OrderRow.of("o", List.of(EVENT)));
    private static final QuarantineState NONE = new QuarantineState(Set.of(), Set.of(), Set.of());
    private static final QuarantineState MARKED = new QuarantineState(Set.of(REF), Set.of(), Set.of());
    private static final QuarantineState RECOVERED = new QuarantineState(Set.of(REF), Set.of(REF), Set.of());

    private static RecordCounts of(StreamRecord record, Map<String, OrderRow> orders, QuarantineState state) {
        return new RecordOutcomes(orders, state, Set.of()).of(List.of(record));
    }

    @Test
    void an_event_is_applied_if_its_order_holds_it_and_nobody_set_it_aside() {
        assertThat(of(INSERT, HELD, NONE)).isEqualTo(RecordCounts.APPLIED);
        assertThat(of(INSERT, HELD, MARKED)).isEqualTo(RecordCounts.QUARANTINED);
        assertThat(of(INSERT, Map.of(), MARKED)).isEqualTo(RecordCounts.QUARANTINED);
        assertThat(new RecordOutcomes(HELD, NONE, Set.of(REF)).of(List.of(INSERT)))
                .isEqualTo(RecordCounts.QUARANTINED);
    }

    @Test
    void an_event_that_is_neither_held_nor_set_aside_is_unaccounted_for() {
        assertThat(of(INSERT, Map.of(), NONE)).isEqualTo(RecordCounts.UNACCOUNTED);
        assertThat(of(INSERT, Map.of("o", OrderRow.none("o")), NONE)).isEqualTo(RecordCounts.UNACCOUNTED);
    }

    @Test
    void a_release_counts_only_once_it_has_brought_its_event_in() {
        assertThat(of(RELEASE, HELD, MARKED)).isEqualTo(RecordCounts.RELEASED);
        assertThat(of(RELEASE, HELD, RECOVERED)).isEqualTo(RecordCounts.APPLIED);
        assertThat(of(RELEASE, Map.of(), MARKED)).isEqualTo(RecordCounts.DUPLICATE);
        assertThat(of(RELEASE, HELD, NONE)).isEqualTo(RecordCounts.DUPLICATE);
    }

    @Test
    void what_is_no_event_of_ours_is_held_by_no_order() {
        assertThat(new RecordOutcomes(HELD, MARKED, Set.of()).holds(new EventRef("o", "no key of ours")))
                .isFalse();
        assertThat(new RecordOutcomes(HELD, MARKED, Set.of()).holds(REF)).isTrue();
    }
}
