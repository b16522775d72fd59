package io.purchaseorders.projections.days;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.projections.OneOrder;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What leads from a day to the orders behind its totals: its texts are stored. */
class OrderOnDayTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-23");

    @Test
    void an_event_falls_into_an_hour_of_a_day_on_the_clocks_of_the_zone() {
        assertThat(OrderOnDay.of(OneOrder.placed(0), ZoneOffset.UTC)).isEqualTo(new OrderOnDay(DAY, 8, OneOrder.ID));
        assertThat(OrderOnDay.of(OneOrder.placed(0), ZoneId.of("Pacific/Auckland")))
                .isEqualTo(new OrderOnDay(DAY, 21, OneOrder.ID));
        assertThat(OrderOnDay.of(OneOrder.placed(0), ZoneId.of("Pacific/Honolulu")))
                .isEqualTo(new OrderOnDay(DAY.minusDays(1), 22, OneOrder.ID));
    }

    @Test
    void the_stored_text_is_the_hour_and_the_order_and_is_read_again() {
        assertThat(new OrderOnDay(DAY, 9, "PO-1").stored()).isEqualTo("09/PO-1");
        assertThat(new OrderOnDay(DAY, 10, "PO-1").stored()).isEqualTo("10/PO-1");
        for (OrderOnDay entry :
                List.of(new OrderOnDay(DAY, 0, "a/b"), new OrderOnDay(DAY, 9, "/"), new OrderOnDay(DAY, 23, "PO-1"))) {
            assertThat(OrderOnDay.ofStored(DAY, entry.stored())).isEqualTo(entry);
        }
    }

    @Test
    void no_other_text_is_an_entry_of_a_day() {
        for (String text : List.of("", "9/PO-1", "009/PO-1", "PO-1", "24/PO-1", "-1/PO-1", "xx/PO-1", "09")) {
            assertThatThrownBy(() -> OrderOnDay.ofStored(DAY, text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> OrderOnDay.ofStored(DAY, "9/PO-1")).hasMessage("no order of a day: 9/PO-1");
        assertThatThrownBy(() -> new OrderOnDay(DAY, 24, "o")).hasMessage("no hour of a day: 24");
        assertThatThrownBy(() -> new OrderOnDay(DAY, -1, "o")).hasMessage("no hour of a day: -1");
    }

    @Test
    void entries_are_ordered_by_day_then_order_then_hour() {
        List<OrderOnDay> ordered = List.of(
                new OrderOnDay(DAY, 23, "b"),
                new OrderOnDay(DAY.plusDays(1), 5, "a"),
                new OrderOnDay(DAY.plusDays(1), 6, "a"),
                new OrderOnDay(DAY.plusDays(1), 0, "b"));
        assertThat(new TreeSet<>(ordered.reversed())).containsExactlyElementsOf(ordered);
    }
}
