package io.purchaseorders.projections.order;

import static io.purchaseorders.projections.OneOrder.back;
import static io.purchaseorders.projections.OneOrder.cancelled;
import static io.purchaseorders.projections.OneOrder.confirmed;
import static io.purchaseorders.projections.OneOrder.delivered;
import static io.purchaseorders.projections.OneOrder.placed;
import static io.purchaseorders.projections.OneOrder.recorded;
import static io.purchaseorders.projections.OneOrder.returned;
import static io.purchaseorders.projections.OneOrder.shipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.OneOrder;
import io.purchaseorders.projections.order.OrderRow.Position;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the aggregator remembers of an order: the state, the applied events, the newest of them. */
class OrderRowTest {

    private static OrderEvent confirmedAs(String eventId, int minute) {
        return new OrderConfirmed(new Header(eventId, OneOrder.ID, OneOrder.EIGHT.plusSeconds(60L * minute)));
    }

    @Test
    void an_event_is_next_if_it_is_newer_than_all_and_its_id_is_new() {
        OrderRow row = OrderRow.of(OneOrder.ID, recorded(placed(0), confirmed(5)));
        assertThat(row.isNext(shipped(6))).isTrue();
        assertThat(row.isNext(shipped(5)))
                .as("later in the life cycle at the same instant")
                .isTrue();
        assertThat(row.isNext(placed(5)))
                .as("earlier in the life cycle at the same instant")
                .isFalse();
        assertThat(row.isNext(confirmedAs("confirmed6", 5))).as("a greater id").isTrue();
        assertThat(row.isNext(confirmedAs("confirmed4", 5))).as("a smaller id").isFalse();
        assertThat(row.isNext(shipped(4))).isFalse();
        assertThat(row.isNext(confirmedAs("placed0", 9))).as("a known id").isFalse();
        assertThat(OrderRow.none(OneOrder.ID).isNext(shipped(0))).isTrue();
    }

    @Test
    void positions_compare_as_canonical_order_does() {
        List<OrderEvent> events = List.of(placed(0), confirmedAs("a", 1), confirmedAs("b", 1), shipped(1), placed(2));
        for (OrderEvent a : events) {
            for (OrderEvent b : events) {
                assertThat(Integer.signum(Position.of(a).compareTo(Position.of(b))))
                        .isEqualTo(Integer.signum(OrderEvent.CANONICAL_ORDER.compare(a, b)));
            }
        }
    }

    @Test
    void a_row_from_scratch_holds_every_stored_event_and_the_newest_that_counts() {
        RecordedEvent twin = recorded(9, confirmedAs("placed0", 30));
        OrderRow row = OrderRow.of(OneOrder.ID, List.of(twin, recorded(1, confirmed(5)), recorded(0, placed(0))));
        assertThat(row.version()).isEqualTo(3);
        assertThat(row.order().version()).isEqualTo(2);
        assertThat(row.newest()).contains(Position.of(confirmed(5)));
        assertThat(OrderRow.of(OneOrder.ID, List.of())).isEqualTo(OrderRow.none(OneOrder.ID));
    }

    @Test
    void applied_events_are_known_by_key_and_by_id() {
        AppliedEvents applied = AppliedEvents.NONE
                .with(placed(0).key())
                .with(shipped(3).key())
                .with(placed(0).key());
        assertThat(applied.size()).isEqualTo(2);
        assertThat(applied.contains(placed(0).key())).isTrue();
        assertThat(applied.contains(new EventKey(OneOrder.EIGHT.plusSeconds(1), "placed0")))
                .isFalse();
        assertThat(applied.contains(confirmed(0).key())).isFalse();
        assertThat(applied.knowsId("placed0")).isTrue();
        assertThat(applied.knowsId("shipped3")).isTrue();
        assertThat(applied.knowsId("confirmed0")).isFalse();
    }

    @Test
    void applied_events_take_sixteen_bytes_each_and_are_the_same_bytes_in_any_order() {
        AppliedEvents forwards =
                AppliedEvents.NONE.with(placed(0).key()).with(shipped(3).key());
        AppliedEvents backwards =
                AppliedEvents.NONE.with(shipped(3).key()).with(placed(0).key());
        assertThat(forwards.bytes()).hasSize(32).isEqualTo(backwards.bytes());
        assertThat(AppliedEvents.ofBytes(forwards.bytes())).isEqualTo(backwards);
    }

    @Test
    void the_stored_form_is_frozen() {
        OrderRow row = OrderRow.of(
                OneOrder.ID, recorded(placed(0), delivered(5), returned(9, back("LAMP", "1", "9.95")), cancelled(10)));
        String state = """
                {"status":"RETURNED","placedBy":"placed0","customer":"C-7","currency":"EUR",\
                "placedAt":"2026-11-23T08:00:00Z","lines":[["LAMP","2","9.95","0","1"],["DESK","1","100","0","0"]],\
                "shipping":"4.9","tax":"1.1","refunded":"9.95","updatedAt":"2026-11-23T08:10:00Z","events":4,\
                "newest":["2026-11-23T08:10:00.000000000Z",60,"cancelled10"]}""";
        assertThat(OrderRowCodec.write(row)).isEqualTo(state);
        assertThat(OrderRowCodec.read(OneOrder.ID, state, row.applied().bytes())
                        .order()
                        .total())
                .isEqualByComparingTo("125.9");
        OrderRow none = OrderRow.none(OneOrder.ID);
        assertThat(OrderRowCodec.read(OneOrder.ID, OrderRowCodec.write(none), new byte[0]))
                .isEqualTo(none);
        assertThatThrownBy(() -> OrderRowCodec.read(OneOrder.ID, "[]", new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("order row PO-1");
    }
}
