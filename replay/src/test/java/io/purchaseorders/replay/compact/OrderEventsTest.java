package io.purchaseorders.replay.compact;

import static io.purchaseorders.replay.compact.OneOrder.amended;
import static io.purchaseorders.replay.compact.OneOrder.at;
import static io.purchaseorders.replay.compact.OneOrder.confirmed;
import static io.purchaseorders.replay.compact.OneOrder.header;
import static io.purchaseorders.replay.compact.OneOrder.line;
import static io.purchaseorders.replay.compact.OneOrder.placed;
import static io.purchaseorders.replay.compact.OneOrder.shipped;
import static io.purchaseorders.replay.compact.OneOrder.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderDelivered;
import io.purchaseorders.events.OrderEvent.OrderShipped;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.replay.compact.NamedSums.Violation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One order's records as they count: which of a key, which of an id, in which order. */
class OrderEventsTest {

    private static final Instant NOON = at(0);

    private final NamedSums sums = new NamedSums(ZoneOffset.UTC);
    private final OrderEvents events = new OrderEvents();

    private static byte[] written(RecordedEvent event, int generation) {
        return CompactEvents.write(event, generation);
    }

    /** What counts of these records, as headers in canonical order. */
    private List<OrderEvent.Header> counting(byte[]... records) {
        Records all = new Records(List.of(records));
        events.set(all.bytes, all.offsets, records.length, sums);
        events.toCanonical();
        return events.stored().stream().map(event -> event.event().header()).toList();
    }

    private List<OrderEvent.Header> counting(List<RecordedEvent> stored) {
        return counting(stored.stream().map(event -> written(event, 0)).toArray(byte[][]::new));
    }

    private static List<OrderEvent.Header> headers(RecordedEvent... events) {
        return Arrays.stream(events).map(event -> event.event().header()).toList();
    }

    @Test
    void they_are_sorted_by_second_nanosecond_rank_and_id() {
        List<RecordedEvent> sorted = List.of(
                stored(new OrderDelivered(header("z", NOON.minusSeconds(1).plusNanos(500)))),
                stored(new OrderDelivered(header("y", NOON))),
                stored(new OrderConfirmed(header("x", NOON.plusNanos(1)))),
                stored(new OrderShipped(header("b", NOON.plusNanos(1)), Optional.empty(), Optional.empty())),
                stored(new OrderShipped(header("ba", NOON.plusNanos(1)), Optional.empty(), Optional.empty())),
                stored(new OrderShipped(header("c", NOON.plusNanos(1)), Optional.empty(), Optional.empty())));
        List<OrderEvent.Header> expected = headers(sorted.toArray(RecordedEvent[]::new));
        assertThat(History.of(sorted.reversed()).events()).isEqualTo(sorted);
        assertThat(counting(sorted.reversed())).isEqualTo(expected);
        for (int i = 0; i < sorted.size(); i++) {
            List<RecordedEvent> turned = new ArrayList<>(sorted.subList(i, sorted.size()));
            turned.addAll(sorted.subList(0, i));
            assertThat(counting(turned)).isEqualTo(expected);
        }
    }

    @Test
    void there_may_be_any_number_of_them() {
        for (int size : new int[] {0, 1, 15, 16, 17, 33, 200}) {
            List<RecordedEvent> stored =
                    IntStream.range(0, size).mapToObj(OneOrder::confirmed).toList();
            assertThat(counting(stored.reversed())).isEqualTo(headers(stored.toArray(RecordedEvent[]::new)));
        }
        assertThat(sums.violations).isEmpty();
    }

    @Test
    void an_order_that_follows_a_longer_one_has_nothing_of_it() {
        Records longer = new Records(List.of(
                written(placed(0, line("a", 1, 1)), 0), written(placed(1, line("a", 999_999_999, 999_999_999)), 0)));
        events.set(longer.bytes, longer.offsets, 2, sums);
        assertThat(events.hasWide()).isTrue();
        events.set(longer.bytes, longer.offsets, 1, sums);
        assertThat(events.hasWide()).isFalse();
        assertThat(events.stored()).hasSize(1);
    }

    @Test
    void what_is_read_twice_counts_once_and_is_no_violation() {
        byte[] shipped = written(shipped(2), 0);
        assertThat(counting(shipped, written(confirmed(1), 0), shipped, written(shipped(2), 1)))
                .isEqualTo(headers(confirmed(1), shipped(2)));
        assertThat(sums.violations).isEmpty();
    }

    @Test
    void of_a_key_the_newest_generation_counts_and_a_change_is_said_once() {
        RecordedEvent first = amended(1, line("a", 1, 1));
        RecordedEvent second = amended(1, line("a", 2, 1));
        for (byte[][] records : new byte[][][] {
            {written(first, 0), written(second, 1)},
            {written(second, 1), written(first, 0)},
            {written(second, 1), written(first, 0), written(second, 1)},
            {written(first, 0), written(placed(0), 0), written(first, 0), written(second, 1)}
        }) {
            sums.violations.clear();
            counting(records);
            assertThat(events.stored())
                    .last()
                    .satisfies(kept -> assertThat(kept.event()).isEqualTo(second.event()));
            assertThat(sums.violations)
                    .containsExactly(new Violation(second.event().header(), false));
        }
    }

    @Test
    void a_change_of_type_alone_is_one() {
        RecordedEvent confirmed = stored(new OrderConfirmed(header("e", NOON)));
        RecordedEvent delivered = stored(new OrderDelivered(header("e", NOON)));
        counting(written(confirmed, 0), written(delivered, 1));
        assertThat(events.stored())
                .singleElement()
                .satisfies(kept -> assertThat(kept.event()).isEqualTo(delivered.event()));
        assertThat(sums.violations).hasSize(1);
    }

    @Test
    void what_was_removed_is_gone_and_said_once() {
        OrderEvent.Header gone = shipped(2).event().header();
        assertThat(counting(CompactEvents.removed(gone, 1))).isEmpty();
        assertThat(sums.violations).containsExactly(new Violation(gone, true));
        sums.violations.clear();
        assertThat(counting(
                        CompactEvents.removed(gone, 1),
                        written(shipped(2), 0),
                        written(confirmed(1), 0),
                        CompactEvents.removed(gone, 1)))
                .isEqualTo(headers(confirmed(1)));
        assertThat(sums.violations).containsExactly(new Violation(gone, true));
    }

    @Test
    void what_was_put_again_after_its_removal_counts_and_was_changed() {
        OrderEvent.Header gone = shipped(2).event().header();
        assertThat(counting(written(shipped(2), 2), CompactEvents.removed(gone, 1), written(shipped(2), 0)))
                .isEqualTo(headers(shipped(2)));
        assertThat(sums.violations).containsExactly(new Violation(gone, false));
    }

    @Test
    void of_twins_the_first_recorded_counts() {
        OrderEvent early = new OrderConfirmed(header("e", NOON));
        OrderEvent late = new OrderConfirmed(header("e", NOON.plusNanos(1)));
        OrderEvent latest = new OrderConfirmed(header("e", NOON.plusSeconds(1).minusNanos(1)));
        Instant recorded = NOON.plusSeconds(10);
        assertFirst(late, Samples.recorded(early, recorded.plusSeconds(1)), Samples.recorded(late, recorded));
        assertFirst(late, Samples.recorded(early, recorded.plusNanos(1)), Samples.recorded(late, recorded));
        assertFirst(
                early,
                Samples.recorded(early, recorded),
                Samples.recorded(late, recorded.plusSeconds(1).minusNanos(1)));
        assertFirst(early, Samples.recorded(early, recorded), Samples.recorded(late, recorded));
        assertFirst(late, Samples.recorded(latest, recorded), Samples.recorded(late, recorded));
        OrderEvent next = new OrderConfirmed(header("e", NOON.plusSeconds(1).minusNanos(2)));
        assertFirst(early, Samples.recorded(early, recorded), Samples.recorded(next, recorded));
    }

    private void assertFirst(OrderEvent expected, RecordedEvent... twins) {
        List<RecordedEvent> stored = new ArrayList<>(List.of(twins));
        stored.add(shipped(1));
        List<OrderEvent.Header> headers =
                List.of(expected.header(), shipped(1).event().header());
        assertThat(History.of(stored).events())
                .extracting(event -> event.event().header())
                .isEqualTo(headers);
        assertThat(counting(stored)).isEqualTo(headers);
        assertThat(counting(stored.reversed())).isEqualTo(headers);
        assertThat(sums.violations).isEmpty();
    }
}
