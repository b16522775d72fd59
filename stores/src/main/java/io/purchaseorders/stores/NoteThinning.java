package io.purchaseorders.stores;

import io.purchaseorders.events.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which noted events a note keeps, so that it stays small however many there are: the newest, and of each span of ages,
 * four times as long as the one before, the oldest. So the age of the oldest event that is not applied is known to
 * within a factor. What is older than a day is left out, unless it is the newest.
 */
public final class NoteThinning {

    private static final Duration SHORTEST_SPAN = Duration.ofMillis(100);
    private static final long RATIO = 4;
    private static final Duration LONGEST_AGE = Duration.ofDays(1);

    /** With names and numbers an item stays within one write unit of 1 KB. */
    static final int BYTES = 900;

    private NoteThinning() {}

    /** Those of the noted events that are kept at an instant, oldest first. */
    public static List<NotedEvent> kept(Collection<NotedEvent> noted, Instant now) {
        List<NotedEvent> sorted = noted.stream()
                .distinct()
                .sorted(Comparator.comparing(NotedEvent::at))
                .toList();
        List<NotedEvent> kept = new ArrayList<>();
        long lastSpan = Long.MAX_VALUE;
        for (NotedEvent event : sorted) {
            Duration age = Duration.between(event.at(), now);
            if (event.equals(sorted.getLast()) || (age.compareTo(LONGEST_AGE) <= 0 && span(age) != lastSpan)) {
                kept.add(event);
                lastSpan = span(age);
            }
        }
        // The oldest and the newest say most; of long ids those in between go first.
        while (kept.size() > 2 && kept.stream().mapToInt(NoteThinning::bytes).sum() > BYTES) {
            kept.remove(1);
        }
        return List.copyOf(kept);
    }

    /** Bytes of one entry as it is stored: two ids, a time in milliseconds and what separates them. */
    private static int bytes(NotedEvent event) {
        return Limits.bytes(event.event().orderId() + " " + event.event().timestamp()) + 20;
    }

    private static long span(Duration age) {
        long span = 0;
        for (long end = SHORTEST_SPAN.toMillis(); age.toMillis() >= end; end *= RATIO) {
            span++;
        }
        return span;
    }
}
