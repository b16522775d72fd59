package io.purchaseorders.handlers.simulation;

import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.ShardCursor;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** A broken store on purpose: it adds without the condition, whatever the row holds already. */
@NullMarked
final class ForgetfulTotals implements ProjectionStore {

    private final ProjectionStore store;
    private long never = 1_000_000;

    ForgetfulTotals(ProjectionStore store) {
        this.store = store;
    }

    /** Under an ordinal that no row has seen, every condition holds. */
    @Override
    public Added add(Addition addition) {
        ShardCursor unknown = new ShardCursor(++never, Integer.MAX_VALUE, List.of());
        return store.add(new Addition(addition.row(), addition.measures(), unknown, addition.first(), addition.last()));
    }

    @Override
    public Progress progress(RowKey row, ShardCursor cursor) {
        return store.progress(row, cursor);
    }

    @Override
    public void seal(RowKey row) {
        store.seal(row);
    }

    @Override
    public OrderRows find(Set<String> orderIds) {
        return store.find(orderIds);
    }

    @Override
    public boolean fits(OrderRow row) {
        return store.fits(row);
    }

    @Override
    public boolean putOrder(OrderRow row, int expectedVersion) {
        return store.putOrder(row, expectedVersion);
    }

    @Override
    public Stream<TotalsRow> totals(
            String aggregationKey, Granularity granularity, Optional<String> from, Optional<String> to) {
        return store.totals(aggregationKey, granularity, from, to);
    }

    @Override
    public List<TotalsRow> totals(Collection<RowKey> rows) {
        return store.totals(rows);
    }

    @Override
    public Stream<DirectoryEntry> directory(DirectoryQuestion question) {
        return store.directory(question);
    }

    @Override
    public void note(DayOrders orders) {
        store.note(orders);
    }

    @Override
    public Optional<LocalDate> firstDayWithOrders(LocalDate from, LocalDate to) {
        return store.firstDayWithOrders(from, to);
    }

    @Override
    public List<String> ordersOn(LocalDate day, Hours hours, String after, int most) {
        return store.ordersOn(day, hours, after, most);
    }

    @Override
    public Stream<OrderOnDay> allOrdersByDay() {
        return store.allOrdersByDay();
    }

    @Override
    public Stream<TotalsRow> allTotals() {
        return store.allTotals();
    }

    @Override
    public Stream<OrderRow> allOrders() {
        return store.allOrders();
    }

    @Override
    public Stream<IntegrityFinding> integrityFindings() {
        return store.integrityFindings();
    }
}
