package io.purchaseorders.projections.batch;

import static io.purchaseorders.projections.OneOrder.cancelled;
import static io.purchaseorders.projections.OneOrder.confirmed;
import static io.purchaseorders.projections.OneOrder.placed;
import static io.purchaseorders.projections.OneOrder.recorded;
import static io.purchaseorders.projections.OneOrder.sequenced;
import static io.purchaseorders.projections.OneOrder.shipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.projections.OneOrder;
import io.purchaseorders.projections.batch.BatchPlan.Counts;
import io.purchaseorders.projections.batch.BatchPlan.Delta;
import io.purchaseorders.projections.batch.BatchPlan.OrderWrite;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.order.History.Conflict;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Given the rows that were read, when these records arrive, then this is planned. */
class BatchPlannerTest {

    private static final RowKey ALL = new RowKey("ALL", "H#2026-11-23T08");

    private static BatchPlan plan(
            Map<String, OrderRow> rows, Map<String, List<RecordedEvent>> histories, SequencedEvent... sequenced) {
        return BatchPlanner.plan(List.of(sequenced), rows, histories, ZoneOffset.UTC);
    }

    private static Map<String, OrderRow> row(RecordedEvent... applied) {
        return Map.of(OneOrder.ID, OrderRow.of(OneOrder.ID, List.of(applied)));
    }

    private static Map<String, List<RecordedEvent>> stored(RecordedEvent... events) {
        return Map.of(OneOrder.ID, List.of(events));
    }

    private static RecordedEvent ofOrder(String orderId) {
        return Samples.recorded(
                new OrderPlaced(
                        new Header("placed", orderId, OneOrder.EIGHT),
                        "c",
                        "EUR",
                        Samples.content(Samples.line("a", "1", "2"))),
                OneOrder.EIGHT);
    }

    private static Measures sum(BatchPlan plan, RowKey row) {
        return BatchPlan.sum(plan.totals().getOrDefault(row, List.of()));
    }

    @Test
    void a_new_order_adds_to_its_rows_record_by_record_and_is_written_once() {
        RecordedEvent placed = recorded(0, placed(0));
        RecordedEvent confirmed = recorded(1, confirmed(1));
        BatchPlan plan = plan(Map.of(), Map.of(), sequenced(4, placed), sequenced(7, confirmed));
        assertThat(plan.totals().get(ALL))
                .extracting(Delta::at)
                .containsExactly(SequenceNumber.of("4"), SequenceNumber.of("7"));
        assertThat(plan.orders())
                .containsExactly(new OrderWrite(OrderRow.of(OneOrder.ID, List.of(placed, confirmed)), 0));
        assertThat(plan.counts()).isEqualTo(new Counts(2, 2, 0, 0, 0, 0));
        assertThat(plan.conflicts()).isEmpty();
        assertThat(plan.quarantined()).isEmpty();
    }

    @Test
    void orders_are_written_by_their_ids_in_whatever_order_their_events_came() {
        List<String> orderIds = List.of("web-20", "a", "till:7", "PO-1000", "b.12", "PO-9", "zz", "0");
        List<SequencedEvent> batch = IntStream.range(0, orderIds.size())
                .mapToObj(i -> sequenced(i + 1, ofOrder(orderIds.get(i))))
                .toList();
        assertThat(BatchPlanner.plan(batch, Map.of(), Map.of(), ZoneOffset.UTC).orders())
                .extracting(write -> write.row().order().orderId())
                .containsExactly("0", "PO-1000", "PO-9", "a", "b.12", "till:7", "web-20", "zz");
    }

    @Test
    void what_is_applied_already_or_twice_in_the_batch_plans_nothing() {
        RecordedEvent placed = recorded(0, placed(0));
        RecordedEvent confirmed = recorded(1, confirmed(1));
        BatchPlan plan =
                plan(row(placed), Map.of(), sequenced(1, placed), sequenced(2, confirmed), sequenced(3, confirmed));
        assertThat(plan.counts()).isEqualTo(new Counts(3, 1, 2, 0, 0, 0));
        assertThat(plan.totals().get(ALL)).extracting(Delta::at).containsExactly(SequenceNumber.of("2"));
        assertThat(plan.orders()).extracting(OrderWrite::expectedVersion).containsExactly(1);

        BatchPlan again = plan(row(placed, confirmed), Map.of(), sequenced(2, confirmed));
        assertThat(again.totals()).isEmpty();
        assertThat(again.orders()).isEmpty();
        assertThat(again.counts()).isEqualTo(new Counts(1, 0, 1, 0, 0, 0));
    }

    @Test
    void a_late_event_takes_back_what_its_absence_had_added() {
        RecordedEvent confirmed = recorded(0, confirmed(5));
        RecordedEvent placed = recorded(1, placed(0));
        BatchPlan plan = plan(row(confirmed), stored(placed, confirmed), sequenced(2, placed));
        assertThat(sum(plan, ALL).get("anomalies")).isEqualByComparingTo("-1");
        assertThat(sum(plan, ALL).get("orders.confirmed")).isEqualByComparingTo("1");
        assertThat(sum(plan, ALL).get("orders.placed")).isEqualByComparingTo("1");
        assertThat(plan.orders())
                .containsExactly(new OrderWrite(OrderRow.of(OneOrder.ID, List.of(confirmed, placed)), 1));
        assertThat(plan.counts()).isEqualTo(new Counts(1, 1, 0, 0, 0, -1));
    }

    @Test
    void a_late_event_is_folded_with_the_applied_events_alone_whatever_else_is_stored() {
        RecordedEvent confirmed = recorded(0, confirmed(5));
        RecordedEvent placed = recorded(1, placed(0));
        RecordedEvent notYet = recorded(2, cancelled(3));
        assertThat(plan(row(confirmed), stored(placed, notYet, confirmed), sequenced(2, placed)))
                .isEqualTo(plan(row(confirmed), stored(placed, confirmed), sequenced(2, placed)));
    }

    @Test
    void a_late_event_whose_history_lacks_an_applied_event_is_set_aside_and_the_others_are_planned() {
        RecordedEvent late = recorded(1, placed(0));
        for (Map<String, List<RecordedEvent>> histories :
                List.of(Map.<String, List<RecordedEvent>>of(), stored(late))) {
            BatchPlan plan =
                    plan(row(recorded(0, confirmed(5))), histories, sequenced(1, late), sequenced(2, ofOrder("other")));
            assertThat(plan.quarantined())
                    .containsExactly(new BatchPlan.UnfoldableEvent(
                            sequenced(1, late), "the order's history lacks events that were applied"));
            assertThat(plan.counts()).isEqualTo(new Counts(2, 1, 0, 1, 0, 0));
            assertThat(plan.orders())
                    .extracting(write -> write.row().order().orderId())
                    .containsExactly("other");
            assertThat(sum(plan, ALL).get("events")).isEqualByComparingTo("1");
        }
    }

    @Test
    void another_content_under_an_applied_id_is_a_conflict_and_told_once() {
        RecordedEvent counts = recorded(0, confirmed(5));
        RecordedEvent loses = recorded(1, new OrderConfirmed(new Header("confirmed5", OneOrder.ID, OneOrder.EIGHT)));
        RecordedEvent next = recorded(2, shipped(3));
        BatchPlan plan = plan(row(counts), stored(counts, loses, next), sequenced(1, loses), sequenced(2, next));
        assertThat(plan.conflicts()).containsExactly(new Conflict(counts, loses));
        assertThat(plan.counts()).isEqualTo(new Counts(2, 2, 0, 0, 1, 1));
        assertThat(plan.orders()).singleElement().satisfies(write -> {
            assertThat(write.row().version()).isEqualTo(3);
            assertThat(write.expectedVersion()).isEqualTo(1);
        });

        assertThat(plan(row(counts), stored(counts, loses), sequenced(1, loses)).conflicts())
                .as("in the batch that brings it")
                .containsExactly(new Conflict(counts, loses));
        assertThat(plan(row(counts, loses), stored(counts, loses, next), sequenced(2, next))
                        .conflicts())
                .as("and in none that comes after it")
                .isEmpty();
    }

    @Test
    void anomalies_are_counted_among_the_applied() {
        assertThat(plan(Map.of(), Map.of(), sequenced(1, recorded(0, shipped(0))))
                        .counts())
                .isEqualTo(new Counts(1, 1, 0, 0, 0, 1));
    }

    @Test
    void rows_and_orders_are_planned_in_the_order_of_their_keys() {
        BatchPlan plan = plan(Map.of(), Map.of(), sequenced(1, ofOrder("b")), sequenced(2, ofOrder("a")));
        assertThat(plan.orders())
                .extracting(write -> write.row().order().orderId())
                .containsExactly("a", "b");
        assertThat(List.copyOf(plan.totals().keySet()))
                .isSortedAccordingTo(Comparator.comparing(RowKey::aggregationKey))
                .containsSubsequence(
                        ALL, new RowKey("CUSTOMER#c", "H#2026-11-23T08"), new RowKey("PRODUCT#a", "H#2026-11-23T08"));
    }

    @Test
    void only_orders_with_a_late_event_or_a_known_id_need_their_history() {
        RecordedEvent placed = recorded(0, placed(0));
        RecordedEvent confirmed = recorded(1, confirmed(5));
        RecordedEvent between = recorded(2, confirmed(3));
        RecordedEvent twin =
                recorded(3, new OrderConfirmed(new Header("placed0", OneOrder.ID, OneOrder.EIGHT.plusSeconds(900))));
        assertThat(late(Map.of(), sequenced(1, placed), sequenced(2, confirmed)))
                .isFalse();
        assertThat(late(row(placed), sequenced(1, placed), sequenced(2, confirmed)))
                .isFalse();
        assertThat(late(row(placed), sequenced(2, confirmed), sequenced(3, confirmed)))
                .isFalse();
        assertThat(late(row(placed, confirmed), sequenced(1, between))).isTrue();
        assertThat(late(row(placed), sequenced(1, confirmed), sequenced(2, between)))
                .isTrue();
        assertThat(late(Map.of(), sequenced(1, confirmed), sequenced(2, placed)))
                .isTrue();
        assertThat(late(row(placed), sequenced(1, twin))).isTrue();
    }

    private static boolean late(Map<String, OrderRow> rows, SequencedEvent... sequenced) {
        return BatchPlanner.lateOrders(List.of(sequenced), rows).contains(OneOrder.ID);
    }

    @Test
    void a_row_misses_only_what_comes_behind_the_record_that_it_is_complete_to() {
        List<Delta> deltas = List.of(delta(3), delta(5), delta(8));
        assertThat(BatchPlan.missing(deltas, Optional.empty())).isEqualTo(deltas);
        assertThat(BatchPlan.missing(deltas, Optional.of(SequenceNumber.of("2"))))
                .isEqualTo(deltas);
        assertThat(BatchPlan.missing(deltas, Optional.of(SequenceNumber.of("5"))))
                .containsExactly(delta(8));
        assertThat(BatchPlan.missing(deltas, Optional.of(SequenceNumber.of("8"))))
                .isEmpty();
        assertThat(BatchPlan.sum(deltas).get("events")).isEqualByComparingTo("16");
        assertThat(BatchPlan.sum(List.of())).isEqualTo(Measures.ZERO);
    }

    private static Delta delta(int number) {
        return new Delta(
                SequenceNumber.of(String.valueOf(number)), Measures.of(Map.of("events", BigDecimal.valueOf(number))));
    }
}
