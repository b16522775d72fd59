package io.purchaseorders.projections.order;

import static io.purchaseorders.projections.OneOrder.confirmed;
import static io.purchaseorders.projections.OneOrder.placed;
import static io.purchaseorders.projections.OneOrder.recorded;
import static io.purchaseorders.projections.OneOrder.shipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderStatus;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.OneOrder;
import io.purchaseorders.projections.order.History.Conflict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of the stored events count, and in which order. */
class HistoryTest {

    private static OrderEvent twin(int minute) {
        return new OrderConfirmed(new Header("twin", OneOrder.ID, OneOrder.EIGHT.plusSeconds(60L * minute)));
    }

    @Test
    void events_count_in_canonical_order_whatever_the_order_of_arrival() {
        RecordedEvent placed = recorded(2, placed(0));
        RecordedEvent confirmed = recorded(0, confirmed(5));
        RecordedEvent shipped = recorded(1, shipped(5));
        History history = History.of(List.of(shipped, confirmed, placed));
        assertThat(history.events()).containsExactly(placed, confirmed, shipped);
        assertThat(history.conflicts()).isEmpty();
        assertThat(history.fold(OneOrder.ID).status()).isEqualTo(OrderStatus.SHIPPED);
        assertThat(history.steps(OneOrder.ID)).hasSize(3);
    }

    @Test
    void of_two_contents_under_one_id_the_first_recorded_counts() {
        RecordedEvent first = recorded(1, twin(9));
        RecordedEvent second = recorded(2, twin(3));
        for (List<RecordedEvent> stored : List.of(List.of(first, second), List.of(second, first))) {
            History history = History.of(stored);
            assertThat(history.events()).containsExactly(first);
            assertThat(history.conflicts()).containsExactly(new Conflict(first, second));
        }
    }

    @Test
    void of_two_contents_recorded_at_once_the_one_with_the_smaller_key_counts() {
        RecordedEvent late = recorded(1, twin(9));
        RecordedEvent early = recorded(1, twin(3));
        for (List<RecordedEvent> stored : List.of(List.of(early, late), List.of(late, early))) {
            History history = History.of(stored);
            assertThat(history.events()).containsExactly(early);
            assertThat(history.conflicts()).containsExactly(new Conflict(early, late));
        }
    }

    @Test
    void every_loser_is_a_conflict_with_the_one_that_counts() {
        RecordedEvent counts = recorded(1, twin(5));
        RecordedEvent second = recorded(2, twin(1));
        RecordedEvent third = recorded(3, twin(0));
        assertThat(History.of(List.of(third, counts, second)).conflicts())
                .containsExactly(new Conflict(counts, third), new Conflict(counts, second));
    }

    @Test
    void as_known_at_an_instant_only_what_was_recorded_by_then_counts() {
        RecordedEvent early = recorded(1, placed(0));
        RecordedEvent late = recorded(5, confirmed(1));
        assertThat(History.of(List.of(early, late), event -> event.recordedAt().isBefore(late.recordedAt()))
                        .events())
                .containsExactly(early);
    }
}
