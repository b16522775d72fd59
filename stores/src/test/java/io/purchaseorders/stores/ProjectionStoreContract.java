package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.ByProduct;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionReader.DirectoryEntry;
import io.purchaseorders.stores.ProjectionReader.DirectoryQuestion;
import io.purchaseorders.stores.ProjectionReader.Hours;
import io.purchaseorders.stores.ProjectionReader.IntegrityFinding;
import io.purchaseorders.stores.ProjectionReader.TotalsRow;
import io.purchaseorders.stores.ProjectionWriter.Added;
import io.purchaseorders.stores.ProjectionWriter.Addition;
import io.purchaseorders.stores.ProjectionWriter.DayOrders;
import io.purchaseorders.stores.ProjectionWriter.Progress;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of totals must do. An adapter's test extends this and hands in an empty store. */
@NullMarked
public abstract class ProjectionStoreContract {

    private static final RowKey ROW = new RowKey("CUSTOMER#c", "H#2026-11-23T10");

    @SuppressWarnings("NullAway.Init")
    private ProjectionStore store;

    /** A store without rows, of this test alone. */
    protected abstract ProjectionStore empty() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        store = empty();
    }

    @Test
    void additions_sum_exactly_and_by_measure() {
        Measures first = Measures.of(Map.of(
                "amounts.EUR.gross",
                new BigDecimal("123456789012345678901234567890.123456"),
                "events",
                BigDecimal.ONE));
        Measures second = Measures.of(Map.of(
                "amounts.EUR.gross", new BigDecimal("-0.000001"),
                "units.ordered", new BigDecimal("0.5")));
        assertThat(store.add(addition(ROW, first, open(1), 1, 1))).isEqualTo(new Added.Done());
        assertThat(store.add(addition(ROW, second, open(1), 2, 2))).isEqualTo(new Added.Done());
        assertThat(store.add(
                        addition(ROW, Measures.of(Map.of("units.ordered", new BigDecimal("-0.5"))), open(1), 3, 3)))
                .isEqualTo(new Added.Done());
        assertThat(row(ROW))
                .isEqualTo(Measures.of(Map.of(
                        "amounts.EUR.gross",
                        new BigDecimal("123456789012345678901234567890.123455"),
                        "events",
                        BigDecimal.ONE)));
    }

    @Test
    void a_row_takes_no_record_of_a_shard_twice() {
        assertThat(add(open(1), 5, 9)).isEqualTo(new Added.Done());
        for (int first : new int[] {1, 5, 7, 9}) {
            assertThat(add(open(1), first, 20)).isEqualTo(refused(Optional.of(at(9)), 0));
        }
        assertThat(row(ROW)).isEqualTo(events(1));
        assertThat(add(open(1), 10, 100)).isEqualTo(new Added.Done());
        assertThat(add(open(1), 100, 100)).isEqualTo(refused(Optional.of(at(100)), 0));
        assertThat(row(ROW)).isEqualTo(events(2));
    }

    @Test
    void the_shards_of_a_row_are_complete_each_for_itself_and_so_are_the_rows() {
        RowKey other = new RowKey("CUSTOMER#c", "M#2026-11");
        assertThat(add(open(1), 5, 9)).isEqualTo(new Added.Done());
        assertThat(add(open(2), 1, 2)).isEqualTo(new Added.Done());
        assertThat(store.add(addition(other, events(1), open(1), 5, 9))).isEqualTo(new Added.Done());
        assertThat(add(open(1), 9, 9)).isEqualTo(refused(Optional.of(at(9)), 0));
        assertThat(add(open(2), 2, 2)).isEqualTo(refused(Optional.of(at(2)), 0));
        assertThat(row(ROW)).isEqualTo(events(2));
        assertThat(row(other)).isEqualTo(events(1));
    }

    @Test
    void a_row_that_knows_a_higher_floor_refuses_whoever_does_not() {
        assertThat(add(open(1), 5, 9)).isEqualTo(new Added.Done());
        assertThat(add(new ShardCursor(2, 2, List.of(1L)), 1, 1)).isEqualTo(new Added.Done());
        assertThat(add(open(1), 10, 10)).isEqualTo(refused(Optional.empty(), 2));
        assertThat(add(open(2), 2, 2)).isEqualTo(refused(Optional.of(at(1)), 2));
        assertThat(add(new ShardCursor(2, 2, List.of(1L)), 2, 2)).isEqualTo(new Added.Done());
        assertThat(add(new ShardCursor(3, 3, List.of(2L, 1L)), 1, 1)).isEqualTo(new Added.Done());
        assertThat(row(ROW)).isEqualTo(events(4));
    }

    @Test
    void only_closed_shards_are_pruned_from_a_row() {
        add(open(1), 1, 1);
        add(open(2), 7, 7);
        assertThat(add(new ShardCursor(3, 2, List.of(1L)), 1, 1)).isEqualTo(new Added.Done());
        assertThat(add(new ShardCursor(2, 2, List.of(1L)), 7, 7)).isEqualTo(refused(Optional.of(at(7)), 2));
        assertThat(add(new ShardCursor(2, 2, List.of(1L)), 8, 8)).isEqualTo(new Added.Done());
    }

    @Test
    void a_sealed_row_takes_no_addition_and_tells_what_it_holds() {
        RowKey none = new RowKey("CUSTOMER#c", "M#2026-11");
        add(new ShardCursor(2, 2, List.of(1L)), 5, 9);
        assertThat(store.progress(ROW, open(2))).isEqualTo(new Progress(Optional.of(at(9)), 2, false));
        store.seal(ROW);
        store.seal(ROW);
        store.seal(none);
        Progress held = new Progress(Optional.of(at(9)), 2, true);
        assertThat(add(new ShardCursor(2, 2, List.of(1L)), 10, 10)).isEqualTo(new Added.Refused(held));
        assertThat(store.progress(ROW, open(2))).isEqualTo(held);
        assertThat(store.progress(ROW, open(3))).isEqualTo(new Progress(Optional.empty(), 2, true));
        assertThat(store.add(addition(none, events(1), open(1), 1, 1)))
                .isEqualTo(new Added.Refused(new Progress(Optional.empty(), 0, true)));
        assertThat(row(ROW)).isEqualTo(events(1));
        assertThat(row(none)).isEqualTo(Measures.ZERO);
        assertThat(add(open(7), 1, 1)).isEqualTo(new Added.Refused(new Progress(Optional.empty(), 2, true)));
    }

    @Test
    void totals_of_one_granularity_are_read_in_order_within_both_bounds() {
        for (String day : List.of("2026-11-30", "2026-10-31", "2026-11-01", "2026-12-01", "2026-11-15")) {
            store.add(addition(new RowKey("ALL", "D#" + day), events(1), open(1), 1, 1));
        }
        for (String other : List.of("H#2026-11-15T10", "M#2026-11", "H#2026-11-01T00", "M#2026-12")) {
            store.add(addition(new RowKey("ALL", other), events(1), open(1), 1, 1));
        }
        store.add(addition(new RowKey("ALLY", "D#2026-11-02"), events(1), open(1), 1, 1));
        assertThat(periods("ALL", Granularity.DAY, "2026-11-01", "2026-11-30"))
                .containsExactly("D#2026-11-01", "D#2026-11-15", "D#2026-11-30");
        assertThat(periods("ALL", Granularity.HOUR, "2026-11-01T01", "2026-11-30T23"))
                .containsExactly("H#2026-11-15T10");
        assertThat(periods("ALL", Granularity.MONTH, "2026-11", "2026-11")).containsExactly("M#2026-11");
        assertThat(unbounded("ALL", Granularity.MONTH)).containsExactly("M#2026-11", "M#2026-12");
        assertThat(unbounded("ALL", Granularity.DAY)).hasSize(5);
        assertThat(unbounded("ALL", Granularity.YEAR)).isEmpty();
        assertThat(unbounded("PRODUCT#none", Granularity.DAY)).isEmpty();
    }

    @Test
    void a_quarantine_row_is_read_with_its_row() {
        RowKey day = new RowKey("ALL", "D#2026-11-30");
        for (RowKey row : List.of(day, day.quarantineRow(), new RowKey("ALL", "D#2026-12-01"))) {
            store.add(addition(row, events(1), open(1), 1, 1));
        }
        assertThat(periods("ALL", Granularity.DAY, "2026-11-30", "2026-11-30"))
                .containsExactly("D#2026-11-30", "D#2026-11-30!quarantine");
    }

    private static OrderOnDay on(String day, int hour, String orderId) {
        return new OrderOnDay(LocalDate.parse(day), hour, orderId);
    }

    private List<String> ordersOn(String day, int first, int last, String after, int most) {
        return store.ordersOn(LocalDate.parse(day), new Hours(first, last), after, most);
    }

    @Test
    void orders_of_a_day_are_found_by_hour_in_the_order_of_their_ids_whoever_noted_them() {
        store.note(new DayOrders("1#7", List.of(on("2026-11-23", 9, "b"), on("2026-11-23", 10, "d"))));
        store.note(new DayOrders("2#7", List.of(on("2026-11-23", 10, "a"), on("2026-11-23", 23, "b"))));
        store.note(new DayOrders("1#7", List.of(on("2026-11-24", 0, "c"))));
        store.note(new DayOrders("1#7", List.of(on("2025-12-31", 0, "e"))));
        assertThat(ordersOn("2026-11-23", 0, 23, "", 10)).containsExactly("a", "b", "d");
        assertThat(ordersOn("2026-11-23", 10, 22, "", 10)).containsExactly("a", "d");
        assertThat(ordersOn("2026-11-23", 0, 23, "a", 1)).containsExactly("b");
        assertThat(ordersOn("2026-11-23", 0, 23, "b", 10)).containsExactly("d");
        assertThat(ordersOn("2026-11-23", 0, 23, "d", 10)).isEmpty();
        assertThat(ordersOn("2026-11-22", 0, 23, "", 10)).isEmpty();
        try (Stream<OrderOnDay> all = store.allOrdersByDay()) {
            assertThat(all.distinct()).hasSize(6);
        }
    }

    @Test
    void what_is_noted_stays_whatever_the_same_origin_notes_again() {
        store.note(new DayOrders("1#7", List.of(on("2026-11-23", 9, "b"), on("2026-11-23", 10, "d"))));
        store.note(new DayOrders("1#7", List.of(on("2026-11-23", 9, "b"))));
        store.note(new DayOrders("1#7", List.of(on("2026-11-23", 9, "c"))));
        assertThat(ordersOn("2026-11-23", 0, 23, "", 10)).containsExactly("b", "c", "d");
    }

    @Test
    void the_first_day_with_orders_is_found_over_years() {
        for (String day : List.of("2024-02-29", "2026-11-23", "2026-12-31")) {
            store.note(new DayOrders("1#7", List.of(on(day, 9, "b"))));
        }
        assertThat(firstDay("2000-01-01", "2030-01-01")).contains("2024-02-29");
        assertThat(firstDay("2024-02-29", "2024-02-29")).contains("2024-02-29");
        assertThat(firstDay("2024-03-01", "2026-12-01")).contains("2026-11-23");
        assertThat(firstDay("2026-11-24", "2027-01-01")).contains("2026-12-31");
        assertThat(firstDay("2024-03-01", "2026-11-22")).isEmpty();
        assertThat(firstDay("2027-01-01", "2030-01-01")).isEmpty();
        assertThat(firstDay("2026-11-24", "2026-11-23")).isEmpty();
    }

    private Optional<String> firstDay(String from, String to) {
        return store.firstDayWithOrders(LocalDate.parse(from), LocalDate.parse(to))
                .map(LocalDate::toString);
    }

    @Test
    void as_many_orders_as_are_noted_at_once_fit_with_the_longest_ids() {
        List<OrderOnDay> orders = IntStream.range(0, DayOrders.MOST)
                .mapToObj(i -> on("2026-11-23", i % 24, "%064d".formatted(i)))
                .toList();
        store.note(new DayOrders("1#7", orders));
        assertThat(ordersOn("2026-11-23", 0, 23, "", 2 * DayOrders.MOST)).hasSize(DayOrders.MOST);
    }

    @Test
    void an_order_row_is_replaced_only_at_the_expected_version() {
        List<RecordedEvent> events = history();
        OrderRow first = OrderRow.of("order-0", events.subList(0, 1));
        OrderRow second = OrderRow.of("order-0", events.subList(0, 2));
        assertThat(store.putOrder(second, 1)).isFalse();
        assertThat(store.putOrder(first, 0)).isTrue();
        assertThat(store.putOrder(second, 0)).isFalse();
        assertThat(order()).contains(first);
        assertThat(store.putOrder(second, 1)).isTrue();
        assertThat(store.putOrder(second, 1)).isFalse();
        assertThat(order()).contains(second);
    }

    @Test
    void order_rows_and_totals_are_kept_apart_and_read_whole() {
        Map<String, List<RecordedEvent>> byOrder = new RandomHistories(3)
                .recorded(120, 4).stream()
                        .collect(Collectors.groupingBy(event -> event.event().orderId()));
        byOrder.forEach((id, events) -> store.putOrder(OrderRow.of(id, events), 0));
        store.add(addition(ROW, events(1), open(1), 1, 1));
        store.note(new DayOrders("1#7", List.of(on("2026-11-23", 9, "b"))));
        Map<String, OrderRow> read = store.orders(byOrder.keySet());
        assertThat(read).hasSize(120);
        read.forEach((id, row) -> assertThat(row).isEqualTo(OrderRow.of(id, byOrder.getOrDefault(id, List.of()))));
        assertThat(store.orders(Set.of("unknown"))).isEmpty();
        assertThat(store.orders(Set.of())).isEmpty();
        try (Stream<OrderRow> all = store.allOrders()) {
            assertThat(all).containsExactlyInAnyOrderElementsOf(read.values());
        }
        try (Stream<TotalsRow> all = store.allTotals()) {
            assertThat(all).containsExactly(new TotalsRow(ROW, events(1)));
        }
        List<Object> expected = new ArrayList<>(read.values());
        expected.add(new TotalsRow(ROW, events(1)));
        expected.add(on("2026-11-23", 9, "b"));
        store.integrityFindings().forEach(expected::add);
        assertThat(everyRow(store)).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** What {@link ProjectionReader#forEachRow} hands over. */
    protected static List<Object> everyRow(ProjectionReader store) {
        List<Object> rows = new ArrayList<>();
        store.forEachRow(new ProjectionReader.Rows() {
            @Override
            public void totals(TotalsRow row) {
                rows.add(row);
            }

            @Override
            public void order(OrderRow row) {
                rows.add(row);
            }

            @Override
            public void day(OrderOnDay entry) {
                rows.add(entry);
            }

            @Override
            public void finding(IntegrityFinding finding) {
                rows.add(finding);
            }
        });
        return rows;
    }

    @Test
    void a_directory_names_the_keys_of_months_once_in_the_order_of_their_bytes_with_their_rows() {
        List<String> names = List.of("a", "A", "a b", "aa", "\u00eb", "\uffee", "\ud83d\ude00", "z");
        names.forEach(name -> {
            addTo("PRODUCT#" + name, "M#2026-11");
            addTo("PRODUCT#" + name, "H#2026-11-01T00");
        });
        addTo("PRODUCT#a", "M#2026-10");
        addTo("PRODUCT#a", "M#2026-11!quarantine");
        addTo("PRODUCT#other month", "M#2026-12");
        addTo("CUSTOMER#a", "M#2026-11");
        addTo("ALL", "M#2026-11");
        List<DirectoryEntry> found = directory(List.of("2026-10", "2026-11"), "", "");
        assertThat(found)
                .extracting(DirectoryEntry::aggregationKey)
                .containsExactly(
                        "PRODUCT#A",
                        "PRODUCT#a",
                        "PRODUCT#a b",
                        "PRODUCT#aa",
                        "PRODUCT#z",
                        "PRODUCT#\u00eb",
                        "PRODUCT#\uffee",
                        "PRODUCT#\ud83d\ude00");
        assertThat(found.get(1).rows())
                .extracting(RowKey::period)
                .containsExactlyInAnyOrder("M#2026-10", "M#2026-11", "M#2026-11!quarantine");
        assertThat(names(List.of("2026-11"), "a", "")).containsExactly("a", "a b", "aa");
        assertThat(names(List.of("2026-11"), "a", "a")).containsExactly("a b", "aa");
        assertThat(names(List.of("2026-11"), "", "aa")).containsExactly("z", "\u00eb", "\uffee", "\ud83d\ude00");
        assertThat(names(List.of("2026-11"), "\ud83d\ude00", "")).containsExactly("\ud83d\ude00");
        assertThat(names(List.of("2026-12"), "", "")).containsExactly("other month");
        assertThat(names(List.of("2025-11"), "", "")).isEmpty();
        assertThat(names(List.of(), "", "")).isEmpty();
    }

    @Test
    void a_long_directory_is_read_to_its_end_and_from_any_name_on() {
        List<String> all = IntStream.range(0, 300)
                .mapToObj("sku-%05d"::formatted)
                .peek(name -> addTo("PRODUCT#" + name, "M#2026-11"))
                .toList();
        assertThat(names(List.of("2026-11"), "", "")).isEqualTo(all);
        assertThat(names(List.of("2026-11"), "", "sku-00123")).isEqualTo(all.subList(124, 300));
        List<RowKey> rows = all.stream()
                .map(name -> new RowKey("PRODUCT#" + name, "M#2026-11"))
                .toList();
        assertThat(store.totals(rows)).extracting(TotalsRow::key).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(store.totals(List.of(new RowKey("PRODUCT#none", "M#2026-11"))))
                .isEmpty();
        assertThat(store.totals(List.of())).isEmpty();
    }

    private void addTo(String key, String period) {
        store.add(addition(new RowKey(key, period), events(1), open(1), 1, 1));
    }

    private List<DirectoryEntry> directory(List<String> months, String prefix, String after) {
        try (Stream<DirectoryEntry> found =
                store.directory(new DirectoryQuestion(ByProduct.KEYS, months, prefix, after, 1))) {
            return found.toList();
        }
    }

    private List<String> names(List<String> months, String prefix, String after) {
        return directory(months, prefix, after).stream()
                .map(entry -> ByProduct.KEYS.nameIn(entry.aggregationKey()))
                .toList();
    }

    private static List<RecordedEvent> history() {
        return Stream.iterate(0L, seed -> seed + 1)
                .map(seed -> new RandomHistories(seed).recorded(1, 5))
                .filter(events -> events.size() > 2)
                .findFirst()
                .orElseThrow();
    }

    private Optional<OrderRow> order() {
        return Optional.ofNullable(store.orders(Set.of("order-0", "order-1")).get("order-0"));
    }

    private Added add(ShardCursor cursor, int first, int last) {
        return store.add(addition(ROW, events(1), cursor, first, last));
    }

    private static Added refused(Optional<SequenceNumber> appliedThrough, long fence) {
        return new Added.Refused(new Progress(appliedThrough, fence, false));
    }

    private static Addition addition(RowKey row, Measures measures, ShardCursor cursor, int first, int last) {
        return new Addition(row, measures, cursor, at(first), at(last));
    }

    /** Of a shard while none is closed. */
    private static ShardCursor open(long ordinal) {
        return new ShardCursor(ordinal, 0, List.of());
    }

    private static Measures events(int count) {
        return Measures.of(Map.of("events", BigDecimal.valueOf(count)));
    }

    private static SequenceNumber at(int number) {
        return SequenceNumber.of(String.valueOf(number));
    }

    private Measures row(RowKey key) {
        try (Stream<TotalsRow> rows = store.totals(
                key.aggregationKey(),
                key.granularity().orElseThrow(),
                Optional.of(key.notation()),
                Optional.of(key.notation()))) {
            return rows.map(TotalsRow::measures).findFirst().orElse(Measures.ZERO);
        }
    }

    private List<String> periods(String key, Granularity granularity, String from, String to) {
        try (Stream<TotalsRow> rows = store.totals(key, granularity, Optional.of(from), Optional.of(to))) {
            return rows.map(row -> row.key().period()).toList();
        }
    }

    private List<String> unbounded(String key, Granularity granularity) {
        try (Stream<TotalsRow> rows = store.totals(key, granularity, Optional.empty(), Optional.empty())) {
            return rows.map(row -> row.key().period()).toList();
        }
    }
}
