package io.purchaseorders.clients;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** Publishes generated orders, and knows at every moment what must, and what may, have been stored. */
final class Publication {

    private static final int ENTRIES_A_CALL = 10;

    private final List<Entry> entries;
    private final Map<String, KnownOrder> orders = new HashMap<>();

    /** For each entry the version of its order that it makes. */
    private final List<Integer> versions = new ArrayList<>();

    /** Up to each entry, how many transitions and amendments of orders there are. */
    private final List<Integer> counted = new ArrayList<>();

    /** When so many of the entries were acknowledged. */
    private final NavigableMap<Instant, Integer> acknowledged = new ConcurrentSkipListMap<>();

    private volatile int begun;
    private volatile int done;

    Publication(List<Entry> entries) {
        this.entries = entries;
        Set<String> returned = new HashSet<>();
        int count = 0;
        for (Entry entry : entries) {
            KnownOrder order = orders.computeIfAbsent(entry.orderId(), id -> new KnownOrder());
            order.then(entry);
            versions.add(order.version());
            // Only the first return of an order is a transition.
            count += entry.type().equals("OrderReturned") && !returned.add(entry.orderId()) ? 0 : 1;
            counted.add(count);
        }
    }

    /** @return whether there was any entry left */
    boolean publishMore(RunningApi api) {
        List<Entry> call = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        // An order's events go one call after the other: those of one call are stored in any order.
        while (call.size() < ENTRIES_A_CALL
                && done + call.size() < entries.size()
                && ids.add(entries.get(done + call.size()).orderId())) {
            call.add(entries.get(done + call.size()));
        }
        if (call.isEmpty()) {
            return false;
        }
        begun = done + call.size();
        api.publish(call);
        acknowledged.put(Instant.now(), begun);
        done = begun;
        return true;
    }

    int done() {
        return done;
    }

    Entry entry(int index) {
        return entries.get(index);
    }

    /** The version that the order of this entry has with it. */
    int version(int index) {
        return versions.get(index);
    }

    KnownOrder order(String id) {
        KnownOrder order = orders.get(id);
        if (order == null) {
            throw new AssertionError("an order that was never published: " + id);
        }
        return order;
    }

    /** So many transitions and amendments must be in totals that are complete up to {@code asOf}. */
    int countedAt(Instant asOf) {
        var before = acknowledged.floorEntry(asOf);
        return before == null ? 0 : counted.get(before.getValue() - 1);
    }

    /** So many can be anywhere by now. */
    int countedAtMost() {
        return begun == 0 ? 0 : counted.get(begun - 1);
    }
}
