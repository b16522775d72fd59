package io.purchaseorders.replay.compact;

import static io.purchaseorders.replay.compact.OneOrder.at;
import static io.purchaseorders.replay.compact.OneOrder.back;
import static io.purchaseorders.replay.compact.OneOrder.confirmed;
import static io.purchaseorders.replay.compact.OneOrder.header;
import static io.purchaseorders.replay.compact.OneOrder.line;
import static io.purchaseorders.replay.compact.OneOrder.placed;
import static io.purchaseorders.replay.compact.OneOrder.returned;
import static io.purchaseorders.replay.compact.OneOrder.shipped;
import static io.purchaseorders.replay.compact.OneOrder.stored;
import static java.math.BigDecimal.ONE;
import static java.math.BigDecimal.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.EventType;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.OrderAmended;
import io.purchaseorders.events.OrderEvent.OrderCancelled;
import io.purchaseorders.events.OrderEvent.OrderDelivered;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.ReturnedLine;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Events written as records and read again. */
class CompactEventsTest {

    private static final BigDecimal WIDE = new BigDecimal("1000000000");
    private static final BigDecimal NARROW = new BigDecimal("999999999.999999");

    @Test
    void a_record_keeps_all_that_a_fold_asks_for() {
        for (RecordedEvent event : new RandomHistories(1).recorded(200, 8)) {
            RecordedEvent read = CompactEvents.read(CompactEvents.write(event, 0), 0);
            assertThat(read.recordedAt()).isEqualTo(event.recordedAt());
            assertThat(read.event().key()).isEqualTo(event.event().key());
            if (event.event().type() != EventType.ORDER_SHIPPED && event.event().type() != EventType.ORDER_CANCELLED) {
                assertThat(read.event()).isEqualTo(event.event());
            }
        }
    }

    @Test
    void a_record_is_read_wherever_it_stands() {
        List<RecordedEvent> stored = List.of(
                Samples.recorded(placed(0, line("a", 1, 1), line("lamp", 2, 3)).event(), at(1).plusNanos(5)),
                returned(2, back("a", 1), back("lamp", 2), back("b", 3)));
        Records records = new Records(
                stored.stream().map(event -> CompactEvents.write(event, 0)).toList());
        for (int i = 0; i < stored.size(); i++) {
            RecordedEvent read = CompactEvents.read(records.bytes, records.offsets[i]);
            assertThat(read.event()).isEqualTo(stored.get(i).event());
            assertThat(read.recordedAt()).isEqualTo(stored.get(i).recordedAt());
        }
    }

    @Test
    void a_record_begins_with_what_finds_and_sorts_it() {
        byte[] record = CompactEvents.write(shipped(3), 7);
        byte[] id = OneOrder.ID.getBytes(StandardCharsets.US_ASCII);
        assertThat(CompactEvent.intAt(record, CompactEvent.LENGTH)).isEqualTo(record.length);
        assertThat(CompactEvent.intAt(record, CompactEvent.HASH)).isEqualTo(CompactEvent.hash(id, 0, id.length));
        assertThat(CompactEvent.intAt(record, CompactEvent.GENERATION)).isEqualTo(7);
        assertThat(CompactEvent.type(record, 0)).isEqualTo(EventType.ORDER_SHIPPED);
    }

    @Test
    void a_removed_record_names_its_event() {
        byte[] record = CompactEvents.removed(header("e", at(4)), 3);
        assertThat(CompactEvents.header(record, 0)).isEqualTo(header("e", at(4)));
        assertThat(record[CompactEvent.TYPE]).isEqualTo((byte) CompactEvent.REMOVED);
        assertThat(CompactEvent.intAt(record, CompactEvent.GENERATION)).isEqualTo(3);
    }

    private static boolean isWide(OrderEvent event) {
        return CompactEvents.write(stored(event), 0)[CompactEvent.IS_WIDE] != 0;
    }

    private static boolean isWide(Content content) {
        boolean isWide = isWide(new OrderAmended(header("e", at(0)), content));
        assertThat(isWide(placed(0, content).event())).isEqualTo(isWide);
        return isWide;
    }

    private static boolean isWide(BigDecimal quantity, BigDecimal unitPrice, BigDecimal discount) {
        OrderLine line = new OrderLine("a", quantity, unitPrice, discount);
        return isWide(Samples.content(line("b", 1, 1), line));
    }

    private static boolean isWide(ReturnedLine line) {
        return isWide(returned(0, back("b", 1), line).event());
    }

    @Test
    void any_decimal_of_a_content_makes_it_wide() {
        List<OrderLine> lines = List.of(line("a", 1, 1));
        assertThat(isWide(new Content(lines, NARROW, NARROW))).isFalse();
        assertThat(isWide(new Content(lines, WIDE, ZERO))).isTrue();
        assertThat(isWide(new Content(lines, ZERO, WIDE))).isTrue();
        assertThat(isWide(ONE, NARROW, ZERO)).isFalse();
        assertThat(isWide(ONE, WIDE, ZERO)).isTrue();
        assertThat(isWide(WIDE, ONE, ONE)).isTrue();
        assertThat(isWide(ONE, WIDE, WIDE)).isTrue();
    }

    @Test
    void any_decimal_of_a_return_makes_it_wide() {
        assertThat(isWide(new ReturnedLine("a", NARROW, NARROW))).isFalse();
        assertThat(isWide(new ReturnedLine("a", WIDE, ZERO))).isTrue();
        assertThat(isWide(new ReturnedLine("a", ONE, WIDE))).isTrue();
    }

    @Test
    void what_has_no_decimals_is_never_wide() {
        for (OrderEvent event : List.of(
                confirmed(0).event(),
                shipped(0).event(),
                new OrderDelivered(header("e", at(0))),
                new OrderCancelled(header("e", at(0)), Optional.empty()))) {
            assertThat(isWide(event)).isFalse();
        }
    }
}
