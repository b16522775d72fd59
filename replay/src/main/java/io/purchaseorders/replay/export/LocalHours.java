package io.purchaseorders.replay.export;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;

/** Hours on the clocks of a time zone, counted as if they were hours since 1970 in UTC. Remembers the offsets it met. */
final class LocalHours {

    private static final int SECONDS_PER_HOUR = 3_600;

    private final ZoneRules rules;
    private long[] from = new long[4];
    private long[] to = new long[4];
    private int[] offset = new int[4];
    private int count;

    LocalHours(ZoneId zone) {
        this.rules = zone.getRules();
        if (rules.isFixedOffset()) {
            remember(Instant.EPOCH);
        }
    }

    int at(long seconds) {
        for (int i = 0; i < count; i++) {
            if (seconds >= from[i] && seconds < to[i]) {
                return (int) Math.floorDiv(seconds + offset[i], (long) SECONDS_PER_HOUR);
            }
        }
        remember(Instant.ofEpochSecond(seconds));
        return at(seconds);
    }

    private void remember(Instant instant) {
        if (count == from.length) {
            from = Arrays.copyOf(from, 2 * count);
            to = Arrays.copyOf(to, 2 * count);
            offset = Arrays.copyOf(offset, 2 * count);
        }
        // The transition at this very instant counts, so look from just behind it.
        ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
        ZoneOffsetTransition after = rules.nextTransition(instant);
        from[count] = before == null ? Long.MIN_VALUE : before.toEpochSecond();
        to[count] = after == null ? Long.MAX_VALUE : after.toEpochSecond();
        offset[count] = rules.getOffset(instant).getTotalSeconds();
        count++;
    }
}
