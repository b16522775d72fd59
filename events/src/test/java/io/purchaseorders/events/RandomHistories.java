package io.purchaseorders.events;

import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.ReturnedLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/**
 * Legal and hostile histories from a seed: events of any type in any order, equal instants, several placings, twins under
 * one event id. Few customers, skus and hours, so that everything collides.
 */
@NullMarked
public final class RandomHistories {

    private static final Instant FIRST_HOUR = Instant.parse("2026-10-24T22:00:00Z");
    private static final String[] CURRENCIES = {"EUR", "EUR", "GBP", "JPY"};

    private final Random random;
    private final Instant firstHour;

    public RandomHistories(long seed) {
        this(seed, FIRST_HOUR);
    }

    /** @param firstHour when the first event occurs at the earliest; all do within a few hours */
    public RandomHistories(long seed, Instant firstHour) {
        this.random = new Random(seed);
        this.firstHour = firstHour;
    }

    /** Events of several orders in the order of their recording; recorded at rises by a second. */
    public List<RecordedEvent> recorded(int orders, int eventsPerOrder) {
        List<OrderEvent> events = new ArrayList<>();
        for (int order = 0; order < orders; order++) {
            events.addAll(history("order-" + order, 1 + random.nextInt(eventsPerOrder)));
        }
        if (random.nextBoolean()) {
            Collections.shuffle(events, random);
        }
        List<RecordedEvent> recorded = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            recorded.add(Samples.recorded(
                    events.get(i), Instant.parse("2026-11-01T00:00:00Z").plusSeconds(i)));
        }
        return recorded;
    }

    /** One order's events: mostly a life cycle in order, otherwise anything. */
    public List<OrderEvent> history(String orderId, int count) {
        boolean legal = random.nextInt(3) > 0;
        List<OrderEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            EventType type = legal && i < 5
                    ? List.of(
                                    EventType.ORDER_PLACED,
                                    random.nextBoolean() ? EventType.ORDER_AMENDED : EventType.ORDER_CONFIRMED,
                                    random.nextBoolean() ? EventType.ORDER_SHIPPED : EventType.ORDER_CANCELLED,
                                    EventType.ORDER_DELIVERED,
                                    EventType.ORDER_RETURNED)
                            .get(i)
                    : List.of(EventType.values()).get(random.nextInt(EventType.values().length));
            boolean twin = i > 0 && random.nextInt(15) == 0;
            String eventId = twin ? "e" + random.nextInt(i) : "e" + i;
            Instant at = firstHour.plusSeconds(legal ? i * 1800L + random.nextInt(1800) : random.nextInt(9) * 1800L);
            OrderEvent event = event(type, new Header(eventId, orderId, at));
            if (events.stream().noneMatch(earlier -> earlier.key().equals(event.key()))) {
                events.add(event);
            }
        }
        return events;
    }

    private OrderEvent event(EventType type, Header header) {
        return Samples.event(type, header, component -> switch (component.getName()) {
            case "customerId" -> "customer-" + random.nextInt(3);
            case "currency" -> CURRENCIES[random.nextInt(4)];
            case "content" -> content();
            case "lines" -> List.of(new ReturnedLine(sku(), quantity(), decimal(2000, 2)));
            default ->
                component.getType() == Optional.class
                        ? random.nextBoolean() ? Optional.of(component.getName()) : Optional.empty()
                        : component.getName();
        });
    }

    private Content content() {
        List<OrderLine> lines = new ArrayList<>();
        for (int i = 0, n = 1 + random.nextInt(3); i < n; i++) {
            String sku = sku();
            if (lines.stream().noneMatch(line -> line.sku().equals(sku))) {
                BigDecimal quantity = quantity();
                BigDecimal price = decimal(10_000, 3);
                BigDecimal discount = random.nextInt(3) == 0
                        ? quantity.multiply(price).movePointLeft(1).setScale(2, java.math.RoundingMode.DOWN)
                        : BigDecimal.ZERO;
                lines.add(new OrderLine(sku, quantity, price, Decimals.normalized(discount)));
            }
        }
        return new Content(lines, decimal(500, 2), decimal(500, 2));
    }

    private String sku() {
        return "sku-" + random.nextInt(4);
    }

    private BigDecimal quantity() {
        return Decimals.normalized(
                random.nextInt(4) == 0
                        ? decimal(3000, 3).add(BigDecimal.ONE)
                        : BigDecimal.valueOf(1 + random.nextInt(5)));
    }

    private BigDecimal decimal(int bound, int scale) {
        return Decimals.normalized(BigDecimal.valueOf(random.nextInt(bound), scale));
    }
}
