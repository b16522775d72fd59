package io.purchaseorders.replay.compact;

import static io.purchaseorders.replay.compact.OneOrder.amended;
import static io.purchaseorders.replay.compact.OneOrder.back;
import static io.purchaseorders.replay.compact.OneOrder.backs;
import static io.purchaseorders.replay.compact.OneOrder.confirmed;
import static io.purchaseorders.replay.compact.OneOrder.line;
import static io.purchaseorders.replay.compact.OneOrder.lines;
import static io.purchaseorders.replay.compact.OneOrder.placed;
import static io.purchaseorders.replay.compact.OneOrder.returned;
import static io.purchaseorders.replay.compact.OneOrder.shipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The compact fold is the fold: the same contributions for any history, in any order, delivered any number of times. */
class CompactFoldTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final NamedSums sums = new NamedSums(ZONE);
    private final CompactFold fold = new CompactFold(ZONE, sums);

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("laws.seeds", 1_500))
                .map(seed -> seed + Long.getLong("laws.first", 0L));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void it_adds_what_the_fold_adds(long seed) {
        Random random = new Random(seed);
        Map<String, List<RecordedEvent>> histories = new RandomHistories(seed)
                .recorded(3, 9).stream()
                        .collect(Collectors.groupingBy(event -> event.event().orderId()));
        histories.forEach((orderId, stored) -> {
            List<RecordedEvent> delivered = new ArrayList<>(stored);
            delivered.addAll(stored.subList(0, random.nextInt(stored.size() + 1)));
            Collections.shuffle(delivered, random);
            assertThat(compactly(delivered)).isEqualTo(fromScratch(orderId, stored));
        });
    }

    @Test
    void what_is_too_wide_for_longs_is_folded_all_the_same() {
        for (OrderLine line : List.of(
                new OrderLine("a", new BigDecimal("999999999999"), new BigDecimal("999.5"), BigDecimal.ZERO),
                new OrderLine("a", new BigDecimal("1.000001"), new BigDecimal("0.000001"), BigDecimal.ZERO))) {
            List<RecordedEvent> stored = List.of(placed(0, line));
            assertThat(compactly(stored))
                    .isEqualTo(fromScratch(OneOrder.ID, stored))
                    .isNotEmpty();
        }
        assertThat(sums.wides).isEqualTo(2);
    }

    @Test
    void an_amendment_adds_what_it_changed_of_each_product() {
        assertFolded(
                placed(0, line("same", 2, 3), line("priced", 2, 3), line("swapped", 2, 3), line("gone", 2, 3)),
                amended(1, line("same", 2, 3), line("priced", 2, 4), line("swapped", 3, 2), line("new", 0, 0)),
                amended(2, line("new", 1, 1), line("same", 2, 3)));
    }

    @Test
    void no_more_comes_back_than_was_ordered_and_is_out() {
        assertFolded(
                placed(0, line("a", 3, 1), line("b", 1, 1)),
                shipped(1),
                returned(2, back("a", 2), back("b", 1)),
                returned(3, back("a", 2)),
                returned(4, back("b", 1)),
                returned(5, back("a", 1)),
                returned(6, back("a", 1)),
                returned(7, back("never ordered", 1)));
    }

    @Test
    void nothing_is_left_of_the_order_before() {
        assertFolded(placed(0, lines(3)), amended(1, lines(3)), shipped(2), returned(3, backs(3)));
        assertFolded(placed(0, lines(1)), shipped(2), returned(3, backs(2)), returned(4, backs(1)));
        assertFolded(placed(0, lines(3)), amended(1, lines(2)), shipped(2), returned(3, back("sku-2", 1)));
        assertFolded(confirmed(0));
    }

    @Test
    void an_order_may_have_any_number_of_lines() {
        for (int count : new int[] {7, 8, 9, 17, 100}) {
            assertFolded(
                    placed(0, lines(3)),
                    amended(1, lines(count)),
                    amended(2, lines(count - 1)),
                    amended(3, lines(count)),
                    shipped(4),
                    returned(5, backs(count)));
        }
    }

    @Test
    void the_events_of_an_order_can_be_had() {
        List<RecordedEvent> stored = List.of(placed(0, lines(1)), confirmed(1));
        Records records = written(stored);
        assertThat(fold.stored(records.bytes, records.offsets, 2))
                .extracting(RecordedEvent::event)
                .isEqualTo(stored.stream().map(RecordedEvent::event).toList());
    }

    /** Whichever arrived first; and all of it is narrow, so that it is not the fold of the parent package that adds. */
    private void assertFolded(RecordedEvent... events) {
        List<RecordedEvent> stored = List.of(events);
        for (List<RecordedEvent> delivered : List.of(stored, stored.reversed())) {
            assertThat(compactly(delivered))
                    .isEqualTo(fromScratch(OneOrder.ID, stored))
                    .isNotEmpty();
        }
        assertThat(sums.wides).isZero();
    }

    private static Records written(List<RecordedEvent> stored) {
        return new Records(
                stored.stream().map(event -> CompactEvents.write(event, 0)).toList());
    }

    private static Map<RowKey, Measures> fromScratch(String orderId, List<RecordedEvent> stored) {
        return Projections.contributions(History.of(stored).steps(orderId), ZONE);
    }

    /** Without the rows that added up to nothing, which no fold from scratch has. */
    private Map<RowKey, Measures> compactly(List<RecordedEvent> stored) {
        sums.rows.clear();
        Records records = written(stored);
        fold.fold(records.bytes, records.offsets, records.offsets.length);
        sums.rows.values().removeIf(Measures::isZero);
        return sums.rows;
    }
}
