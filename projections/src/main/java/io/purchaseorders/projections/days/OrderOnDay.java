package io.purchaseorders.projections.days;

import io.purchaseorders.events.OrderEvent;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Comparator;

/**
 * That an order has an event in an hour of a business day: what leads from a period to the orders behind its totals
 * without a look at any other order. Whoever follows it folds the order's events, so an entry too many is harmless, and one
 * that is noted again changes nothing.
 *
 * @param day on the clocks of the reporting time zone
 * @param hour of that day, 0 to 23
 */
public record OrderOnDay(LocalDate day, int hour, String orderId) implements Comparable<OrderOnDay> {

    private static final Comparator<OrderOnDay> ORDER = Comparator.comparing(OrderOnDay::day)
            .thenComparing(OrderOnDay::orderId)
            .thenComparingInt(OrderOnDay::hour);

    private static final int HOURS_A_DAY = 24;
    private static final int HOUR_DIGITS = 2;
    private static final char SEPARATOR = '/';

    public OrderOnDay {
        if (hour < 0 || hour >= HOURS_A_DAY) {
            throw new IllegalArgumentException("no hour of a day: " + hour);
        }
    }

    /** @param zone the reporting time zone */
    public static OrderOnDay of(OrderEvent event, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(event.occurredAt(), zone);
        return new OrderOnDay(local.toLocalDate(), local.getHour(), event.orderId());
    }

    /** The stored text of an entry of its day: {@code 10/PO-1}. Changing it is a migration. */
    public String stored() {
        return (hour < 10 ? "0" : "") + hour + SEPARATOR + orderId;
    }

    /** @throws IllegalArgumentException where the text was not written by {@link #stored} */
    public static OrderOnDay ofStored(LocalDate day, String stored) {
        if (stored.indexOf(SEPARATOR) != HOUR_DIGITS) {
            throw new IllegalArgumentException("no order of a day: " + stored);
        }
        return new OrderOnDay(
                day, Integer.parseInt(stored.substring(0, HOUR_DIGITS)), stored.substring(HOUR_DIGITS + 1));
    }

    @Override
    public int compareTo(OrderOnDay other) {
        return ORDER.compare(this, other);
    }
}
