package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.projections.batch.BatchPlan;
import io.purchaseorders.projections.batch.BatchPlan.Counts;
import io.purchaseorders.projections.batch.BatchPlan.Delta;
import io.purchaseorders.projections.batch.BatchPlan.OrderWrite;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionReader;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.ProjectionWriter;
import io.purchaseorders.stores.ProjectionWriter.Added;
import io.purchaseorders.stores.ProjectionWriter.Addition;
import io.purchaseorders.stores.ShardCursor;
import io.purchaseorders.stores.memory.InMemoryProjections;
import io.purchaseorders.stores.memory.InMemoryQuarantineStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** How a plan is carried out row by row: what a row holds is dropped, what it cannot take goes beside it. */
@NullMarked
class BatchWriterTest {

    private static final ExecutorService ONE_WRITER = Executors.newSingleThreadExecutor();
    private static final RowKey ROW = new RowKey("PRODUCT#a", "H#2026-11-23T10");
    private static final ShardCursor CURSOR = new ShardCursor(1, 1, List.of());

    private final InMemoryProjections totals = new InMemoryProjections();
    private final InMemoryQuarantineStore quarantine = new InMemoryQuarantineStore();

    private static BatchPlan plan(int... records) {
        List<Delta> deltas = java.util.Arrays.stream(records)
                .mapToObj(number -> new Delta(at(number), events(number)))
                .toList();
        return new BatchPlan(
                Map.of(ROW, deltas), List.of(), List.of(), List.of(), List.of(), new Counts(0, 0, 0, 0, 0, 0));
    }

    private static SequenceNumber at(int number) {
        return SequenceNumber.of(String.valueOf(number));
    }

    private static Measures events(int count) {
        return Measures.of(Map.of("events", BigDecimal.valueOf(count)));
    }

    private void write(ProjectionStore store, BatchPlan plan, ShardCursor cursor, RowKey... quarantined) {
        new BatchWriter(store, quarantine, ONE_WRITER).write(plan, cursor, Set.of(quarantined));
    }

    private Measures row(RowKey key) {
        return totals.allTotals()
                .filter(row -> row.key().equals(key))
                .map(ProjectionReader.TotalsRow::measures)
                .findFirst()
                .orElse(Measures.ZERO);
    }

    /** The store, but for what it answers to additions. */
    private ProjectionStore answering(Function<Addition, Added> add) {
        return (ProjectionStore) Proxy.newProxyInstance(
                ProjectionStore.class.getClassLoader(),
                new Class<?>[] {ProjectionStore.class},
                (proxy, called, arguments) -> {
                    if (called.getName().equals("add")) {
                        return add.apply((Addition) arguments[0]);
                    }
                    try {
                        return called.invoke(totals, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    @Test
    void a_row_takes_the_sum_of_what_it_does_not_hold() {
        write(totals, plan(1, 2), CURSOR);
        write(totals, plan(1, 2, 3, 4), CURSOR);
        write(totals, plan(3, 4), CURSOR);
        assertThat(row(ROW)).isEqualTo(events(10));
    }

    @Test
    void a_writer_that_knows_a_lower_floor_is_told_to_plan_again() {
        write(totals, plan(1), new ShardCursor(2, 2, List.of(1L)));
        assertThatThrownBy(() -> write(totals, plan(5), CURSOR))
                .isInstanceOf(BatchWriter.OvertakenException.class)
                .hasMessageContaining("open shards");
        assertThat(row(ROW)).isEqualTo(events(1));
    }

    @Test
    void a_writer_goes_on_where_its_floor_is_the_rows_own() {
        ShardCursor second = new ShardCursor(2, 2, List.of(1L));
        write(totals, plan(1, 2), second);
        write(totals, plan(2, 3), second);
        assertThat(row(ROW)).isEqualTo(events(6));
    }

    @Test
    void a_row_that_refuses_what_it_does_not_hold_is_an_error_and_not_an_endless_loop() {
        ProjectionStore refusing = answering(
                addition -> new Added.Refused(new ProjectionWriter.Progress(java.util.Optional.empty(), 1, false)));
        assertThatThrownBy(() -> write(refusing, plan(1), CURSOR)).hasMessage("a row refused what it does not hold");
    }

    @Test
    void what_a_row_cannot_take_goes_beside_it_once_and_the_row_is_marked() {
        ProjectionStore broken = answering(
                addition -> addition.row().equals(ROW) ? new Added.Impossible("no number") : totals.add(addition));
        write(broken, plan(1, 2), CURSOR);
        assertThat(quarantine.state().rows()).containsExactly(ROW);
        write(broken, plan(1, 2, 3), CURSOR, ROW);
        assertThat(row(ROW.quarantineRow())).isEqualTo(events(6));
        assertThat(row(ROW)).isEqualTo(Measures.ZERO);
    }

    @Test
    void every_request_is_counted_and_every_row_that_is_set_aside() {
        RowKey other = new RowKey("ALL", "H#2026-11-23T10");
        List<Delta> deltas = List.of(new Delta(at(1), events(1)));
        OrderRow order = OrderRow.of("order-0", new RandomHistories(1).recorded(1, 1));
        BatchPlan two = new BatchPlan(
                Map.of(ROW, deltas, other, deltas),
                List.of(),
                List.of(new OrderWrite(order, 0)),
                List.of(),
                List.of(),
                new Counts(1, 1, 0, 0, 0, 0));
        ProjectionStore broken =
                answering(addition -> addition.row().equals(addition.row().home())
                        ? new Added.Impossible("no number")
                        : totals.add(addition));
        BatchWriter writer = new BatchWriter(broken, quarantine, ONE_WRITER);
        assertThat(writer.write(two, CURSOR, Set.of()))
                .as("two rows refused, sealed and gone beside, and one order's")
                .isEqualTo(new BatchWriter.Written(7, 2));
    }

    @Test
    void what_a_marked_row_holds_already_does_not_go_beside_it() {
        write(totals, plan(1, 2), CURSOR);
        write(totals, plan(1, 2, 3), CURSOR, ROW);
        assertThat(row(ROW)).isEqualTo(events(3));
        assertThat(row(ROW.quarantineRow())).isEqualTo(events(3));
    }

    @Test
    void a_writer_that_does_not_know_yet_that_a_row_was_set_aside_adds_nothing_to_it() {
        ProjectionStore sumsTooLong = answering(
                addition -> addition.row().equals(ROW) && !addition.first().equals(addition.last())
                        ? new Added.Impossible("too long")
                        : totals.add(addition));
        write(sumsTooLong, plan(1, 2), CURSOR);
        write(sumsTooLong, plan(1), CURSOR);
        write(sumsTooLong, plan(2, 3), CURSOR);
        write(sumsTooLong, plan(4), CURSOR);
        assertThat(row(ROW)).isEqualTo(Measures.ZERO);
        assertThat(row(ROW.quarantineRow())).isEqualTo(events(10));
    }

    @Test
    void a_writer_that_knows_a_lower_floor_than_a_row_that_was_set_aside_is_told_to_plan_again() {
        write(totals, plan(5), CURSOR);
        write(totals, plan(1), new ShardCursor(2, 2, List.of(1L)));
        assertThatThrownBy(() -> write(totals, plan(5), CURSOR, ROW))
                .isInstanceOf(BatchWriter.OvertakenException.class)
                .hasMessageContaining("open shards");
        assertThat(row(ROW.quarantineRow())).isEqualTo(Measures.ZERO);
    }

    @Test
    void that_not_even_the_row_beside_takes_it_is_an_error() {
        ProjectionStore broken = answering(addition -> new Added.Impossible("no number"));
        assertThatThrownBy(() -> write(broken, plan(1), CURSOR))
                .hasMessage("the quarantine row cannot take the addition either: no number");
    }

    @Test
    void an_order_that_was_changed_meanwhile_must_be_planned_again() {
        OrderRow row = OrderRow.of("order-0", new RandomHistories(1).recorded(1, 1));
        BatchPlan plan = new BatchPlan(
                Map.of(),
                List.of(),
                List.of(new OrderWrite(row, 0)),
                List.of(),
                List.of(),
                new Counts(1, 1, 0, 0, 0, 0));
        write(totals, plan, CURSOR);
        assertThat(totals.orders(Set.of("order-0"))).containsEntry("order-0", row);
        assertThatThrownBy(() -> write(totals, plan, CURSOR))
                .isInstanceOf(BatchWriter.OvertakenException.class)
                .hasMessageContaining("order order-0");
    }

    @Test
    void a_failure_of_any_write_fails_the_batch_before_its_order_rows() {
        ProjectionStore dying = answering(addition -> {
            throw new IllegalArgumentException("throttled");
        });
        OrderRow row = OrderRow.of("order-0", new RandomHistories(1).recorded(1, 1));
        BatchPlan plan = new BatchPlan(
                plan(1).totals(),
                List.of(),
                List.of(new OrderWrite(row, 0)),
                List.of(),
                List.of(),
                new Counts(1, 1, 0, 0, 0, 0));
        assertThatThrownBy(() -> write(dying, plan, CURSOR)).hasMessage("throttled");
        assertThat(totals.orders(Set.of("order-0"))).isEmpty();
    }
}
