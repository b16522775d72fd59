package io.purchaseorders.cli;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.projections.order.AppliedEvents;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.StoredEvent;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Waits until a generation has applied, or quarantined, every event that is stored now. */
final class CatchingUp {

    /** Without any progress in so long, the consumer stands still. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long LOOK_MILLIS = 500;

    /** Orders whose rows are asked for at once. */
    private static final int ORDERS_A_LOOK = 1_000;

    private final GenerationTables tables;

    CatchingUp(GenerationTables tables) {
        this.tables = tables;
    }

    void await(int number, PrintWriter progress) throws InterruptedException {
        List<EventRef> missing = missing(number);
        long last = System.nanoTime();
        int told = -1;
        while (!missing.isEmpty()) {
            if (missing.size() != told) {
                told = missing.size();
                progress.printf("generation %d: %,d events to come%n", number, told);
                progress.flush();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            List<EventRef> still = stillMissing(number, missing);
            if (still.size() < missing.size()) {
                last = System.nanoTime();
            } else if (System.nanoTime() - last > PATIENCE.toNanos()) {
                throw new UsageProblem(
                        "Generation " + number + " lacks " + still.size() + " events and gets no further;"
                                + " the first is " + still.getFirst().orderId() + " "
                                + still.getFirst().timestamp()
                                + ". See what ./orders check and the running system say, and run this again.");
            }
            missing = still;
        }
    }

    private List<EventRef> missing(int number) {
        List<EventRef> stored = tables.events()
                .everything()
                .map(StoredEvent::ref)
                .toList(); // before the rows, which then hold whatever is applied
        Set<EventRef> quarantined = tables.quarantine(number).state().events();
        Map<String, AppliedEvents> applied = new HashMap<>();
        tables.projections(number)
                .allOrders()
                .forEach(row -> applied.put(row.order().orderId(), row.applied()));
        return stored.stream()
                .filter(event -> !quarantined.contains(event) && !holds(applied.get(event.orderId()), event))
                .toList();
    }

    private List<EventRef> stillMissing(int number, List<EventRef> missing) {
        Set<EventRef> quarantined = tables.quarantine(number).state().events();
        List<EventRef> still = new ArrayList<>();
        for (int from = 0; from < missing.size(); from += ORDERS_A_LOOK) {
            List<EventRef> part = missing.subList(from, Math.min(missing.size(), from + ORDERS_A_LOOK));
            Map<String, OrderRow> rows = tables.projections(number)
                    .orders(part.stream().map(EventRef::orderId).collect(Collectors.toSet()));
            part.stream()
                    .filter(event -> !quarantined.contains(event) && !holds(applied(rows.get(event.orderId())), event))
                    .forEach(still::add);
        }
        return still;
    }

    private static @Nullable AppliedEvents applied(@Nullable OrderRow row) {
        return row == null ? null : row.applied();
    }

    private static boolean holds(@Nullable AppliedEvents applied, EventRef event) {
        try {
            return applied != null && applied.contains(EventKey.parse(event.timestamp()));
        } catch (IllegalArgumentException | DateTimeException noEvent) {
            return false;
        }
    }
}
