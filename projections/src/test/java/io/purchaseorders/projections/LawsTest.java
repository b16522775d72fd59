package io.purchaseorders.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Seeds;
import io.purchaseorders.projections.batch.BatchPlan;
import io.purchaseorders.projections.batch.BatchPlanner;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.order.OrderRowCodec;
import io.purchaseorders.projections.totals.ByCustomer;
import io.purchaseorders.projections.totals.ByProduct;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.KeyFamily;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Overall;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The laws that the whole system rests on, over random legal and hostile histories. Each names the seed that it fails for. */
class LawsTest {

    private static final KeyFamily OVERALL = new Overall().keys();
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private static Map<RowKey, Measures> fromScratch(Collection<RecordedEvent> events) {
        return Projections.fromScratch(events, ZONE).totals();
    }

    private static Map<String, List<RecordedEvent>> byOrder(Collection<RecordedEvent> events) {
        return events.stream()
                .collect(Collectors.groupingBy(event -> event.event().orderId()));
    }

    @Test
    void any_permutation_duplication_and_cut_of_the_arrivals_gives_the_same_rows() {
        Seeds.each(LawsTest::arrivals);
    }

    private static void arrivals(long seed) {
        Random random = new Random(seed);
        List<RecordedEvent> events = new RandomHistories(seed).recorded(3, 7);
        List<RecordedEvent> arriving = new ArrayList<>(events);
        Stream.generate(() -> events.get(random.nextInt(events.size())))
                .limit(4)
                .forEach(arriving::add);
        Collections.shuffle(arriving, random);

        Map<RowKey, Measures> totals = new HashMap<>();
        Map<String, OrderRow> rows = new HashMap<>();
        Set<OrderOnDay> days = new TreeSet<>();
        for (int from = 0; from < arriving.size(); ) {
            int to = Math.min(arriving.size(), from + 1 + random.nextInt(5));
            List<SequencedEvent> batch = new ArrayList<>();
            for (int i = from; i < to; i++) {
                batch.add(new SequencedEvent(SequenceNumber.of(String.valueOf(i + 1)), arriving.get(i)));
            }
            Map<String, List<RecordedEvent>> histories = byOrder(events);
            histories.keySet().retainAll(BatchPlanner.lateOrders(batch, rows));
            BatchPlan plan = BatchPlanner.plan(batch, rows, histories, ZONE);
            plan.totals().forEach((row, deltas) -> totals.merge(row, BatchPlan.sum(deltas), Measures::plus));
            plan.days().forEach(note -> days.add(note.entry()));
            plan.orders().forEach(write -> rows.put(write.row().order().orderId(), write.row()));
            from = to;
        }

        totals.values().removeIf(Measures::isZero);
        assertThat(totals).isEqualTo(fromScratch(events));
        assertThat(days).isEqualTo(Projections.fromScratch(events, ZONE).days());
        byOrder(events).forEach((orderId, stored) -> {
            OrderRow row = rows.getOrDefault(orderId, OrderRow.none(orderId));
            assertThat(OrderRowCodec.write(row)).isEqualTo(OrderRowCodec.write(OrderRow.of(orderId, stored)));
            assertThat(row.applied().bytes())
                    .isEqualTo(OrderRow.of(orderId, stored).applied().bytes());
        });
    }

    @Test
    void an_order_row_survives_being_written_and_read() {
        Seeds.each(LawsTest::roundTrip);
    }

    private static void roundTrip(long seed) {
        byOrder(new RandomHistories(seed).recorded(2, 8)).forEach((orderId, stored) -> {
            OrderRow row = OrderRow.of(orderId, stored);
            assertThat(OrderRowCodec.read(
                            orderId, OrderRowCodec.write(row), row.applied().bytes()))
                    .isEqualTo(row);
        });
    }

    @Test
    void measures_are_a_commutative_group() {
        Seeds.each(LawsTest::group);
    }

    private static void group(long seed) {
        List<Measures> any = new ArrayList<>(
                fromScratch(new RandomHistories(seed).recorded(3, 4)).values());
        any.add(Measures.ZERO);
        Random random = new Random(seed);
        Measures a = any.get(random.nextInt(any.size()));
        Measures b = any.get(random.nextInt(any.size()));
        Measures c = any.get(random.nextInt(any.size()));
        assertThat(a.plus(b).plus(c))
                .isEqualTo(c.plus(a.plus(b)))
                .isEqualTo(b.plus(c).plus(a));
        assertThat(a.plus(b).minus(b)).isEqualTo(a);
        assertThat(a.minus(a)).isEqualTo(Measures.ZERO);
        assertThat(a.plus(Measures.ZERO)).isEqualTo(a);
    }

    @Test
    void the_totals_over_all_are_those_of_the_customers_and_of_what_has_none() {
        Seeds.each(LawsTest::sums);
    }

    private static void sums(long seed) {
        Map<RowKey, Measures> totals = fromScratch(new RandomHistories(seed).recorded(4, 6));
        assertThat(sum(totals, OVERALL, "amounts.EUR.gross"))
                .isEqualByComparingTo(sum(totals, ByCustomer.KEYS, "amounts.EUR.gross"));
        assertThat(sum(totals, OVERALL, "units.ordered"))
                .isEqualByComparingTo(sum(totals, ByProduct.KEYS, "units.ordered"));
        assertThat(sum(totals, OVERALL, "units.returned"))
                .isEqualByComparingTo(sum(totals, ByProduct.KEYS, "units.returned"));
    }

    private static BigDecimal sum(Map<RowKey, Measures> totals, KeyFamily keys, String measure) {
        return totals.entrySet().stream()
                .filter(entry -> keys.owns(entry.getKey().aggregationKey()))
                .filter(entry -> entry.getKey().granularity().equals(Optional.of(Granularity.MONTH)))
                .map(entry -> entry.getValue().get(measure))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
