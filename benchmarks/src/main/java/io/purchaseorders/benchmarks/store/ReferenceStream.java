package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.ReferenceLoad;
import io.purchaseorders.benchmarks.ReferenceLoad.Published;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference load as it arrives: by the time of its events, at a constant rate, from a moment on at which as many
 * orders are under way as ever are.
 */
public final class ReferenceStream {

    private static final long SEED = 4711;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    /** The longest way of an order, from its placing to its return, takes nine days. */
    private static final int DAYS_UNTIL_STEADY = 10;

    private static final double EVENTS_AN_ORDER = 4.13;
    private static final double SPARE = 1.2;

    private final Map<String, List<Published>> before = new HashMap<>();
    private final List<Published> events = new ArrayList<>();
    private int next;

    /**
     * @param eventsADay how dense it is
     * @param events how many will be taken at most
     */
    public ReferenceStream(int eventsADay, int events) {
        int days = DAYS_UNTIL_STEADY + 1 + (int) Math.ceil(SPARE * events / eventsADay);
        ReferenceLoad load = new ReferenceLoad(SEED, days);
        Instant steady = FIRST.plusSeconds(DAYS_UNTIL_STEADY * 86_400L);
        long orders = Math.round((double) days * eventsADay / EVENTS_AN_ORDER);
        for (long order = 0; order < orders; order++) {
            for (Published event : load.nextOrder()) {
                if (event.occurredAt().isBefore(steady)) {
                    before.computeIfAbsent(event.orderId(), id -> new ArrayList<>())
                            .add(event);
                } else {
                    this.events.add(event);
                }
            }
        }
        this.events.sort(Comparator.comparing(Published::occurredAt));
    }

    /** The next ones in the order of their arrival. */
    public List<Published> take(int count) {
        next += count;
        return events.subList(next - count, next);
    }

    /** The same without taking them. */
    public List<Published> peek(int count) {
        return events.subList(next, next + count);
    }

    /** The orders of some events, each with its events from before the stream, which are in its tables already. */
    public Map<String, List<Published>> under(List<Published> taken) {
        Map<String, List<Published>> orders = new HashMap<>();
        taken.forEach(event -> orders.computeIfAbsent(event.orderId(), id -> before.getOrDefault(id, List.of())));
        return orders;
    }
}
