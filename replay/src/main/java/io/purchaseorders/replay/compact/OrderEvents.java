package io.purchaseorders.replay.compact;

import static io.purchaseorders.replay.compact.CompactEvent.intAt;
import static io.purchaseorders.replay.compact.CompactEvent.longAt;

import io.purchaseorders.events.RecordedEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The records of one order, brought into canonical order, each key once and one of each event id, as {@code History} does
 * it: of two contents under one id the first recorded counts. To be used for one order after another, by one thread.
 */
final class OrderEvents {

    /** Those that count come first. */
    int[] records = new int[16];

    int count;

    private int[] spare = new int[16];
    private byte[] bytes = new byte[0];
    private boolean hasTwins;

    /** Takes over the records of one order. */
    void set(byte[] arena, int[] offsets, int size, Sums sums) {
        bytes = arena;
        if (records.length < size) {
            records = new int[2 * size];
            spare = new int[2 * size];
        }
        System.arraycopy(offsets, 0, records, 0, size);
        count = size;
        hasTwins = false;
        boolean isRemoved = false;
        for (int i = 0; i < count; i++) {
            isRemoved |= bytes[records[i] + CompactEvent.TYPE] == CompactEvent.REMOVED;
            for (int j = 0; j < i; j++) {
                hasTwins |= isSameId(records[i], records[j]);
            }
        }
        if (hasTwins || isRemoved) {
            keepStored(sums);
        }
    }

    /** The events as they are stored, for the fold of the parent package. */
    List<RecordedEvent> stored() {
        List<RecordedEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(CompactEvents.read(bytes, records[i]));
        }
        return events;
    }

    boolean hasWide() {
        int wide = 0;
        for (int i = 0; i < count; i++) {
            wide |= bytes[records[i] + CompactEvent.IS_WIDE];
        }
        return wide != 0;
    }

    /** Of each key the newest generation, unless that says that it was removed. */
    private void keepStored(Sums sums) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int newest = records[i];
            boolean isFirst = true;
            boolean differs = false;
            for (int j = 0; j < count; j++) {
                if (isSameKey(records[i], records[j])) {
                    isFirst &= i <= j;
                    differs |= !isSameContent(records[i], records[j]);
                    newest = generation(records[j]) > generation(newest) ? records[j] : newest;
                }
            }
            boolean isRemoved = bytes[newest + CompactEvent.TYPE] == CompactEvent.REMOVED;
            if (isFirst && (isRemoved || differs)) {
                sums.violation(bytes, newest, isRemoved);
            }
            if (isFirst && !isRemoved) {
                spare[kept++] = newest;
            }
        }
        System.arraycopy(spare, 0, records, 0, kept);
        count = kept;
    }

    /** Leaves those that count, in canonical order. */
    void toCanonical() {
        for (int i = 1; i < count; i++) {
            int record = records[i];
            int at = i;
            for (; at > 0 && compare(records[at - 1], record) > 0; at--) {
                records[at] = records[at - 1];
            }
            records[at] = record;
        }
        if (hasTwins) {
            keepFirstRecorded();
        }
    }

    private void keepFirstRecorded() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            boolean counts = true;
            for (int j = 0; j < count; j++) {
                counts &= !isSameId(records[i], records[j]) || !isEarlier(records[j], records[i]);
            }
            if (counts) {
                spare[kept++] = records[i];
            }
        }
        System.arraycopy(spare, 0, records, 0, kept);
        count = kept;
    }

    private int compare(int a, int b) {
        int bySeconds = Long.compare(longAt(bytes, a + CompactEvent.SECONDS), longAt(bytes, b + CompactEvent.SECONDS));
        if (bySeconds != 0) {
            return bySeconds;
        }
        int byNanos = Integer.compare(intAt(bytes, a + CompactEvent.NANOS), intAt(bytes, b + CompactEvent.NANOS));
        if (byNanos != 0) {
            return byNanos;
        }
        int byRank = bytes[a + CompactEvent.TYPE] - bytes[b + CompactEvent.TYPE];
        return byRank != 0 ? byRank : compareIds(a, b);
    }

    /** Ids are ASCII: their bytes sort as their text does. */
    private int compareIds(int a, int b) {
        int atA = CompactEvent.eventIdAt(bytes, a);
        int atB = CompactEvent.eventIdAt(bytes, b);
        return Arrays.compare(
                bytes,
                atA,
                atA + CompactEvent.eventIdLength(bytes, a),
                bytes,
                atB,
                atB + CompactEvent.eventIdLength(bytes, b));
    }

    private boolean isSameId(int a, int b) {
        int length = CompactEvent.eventIdLength(bytes, a);
        return length == CompactEvent.eventIdLength(bytes, b)
                && CompactEvent.areEqual(
                        bytes, CompactEvent.eventIdAt(bytes, a), bytes, CompactEvent.eventIdAt(bytes, b), length);
    }

    private boolean isSameKey(int a, int b) {
        return longAt(bytes, a + CompactEvent.SECONDS) == longAt(bytes, b + CompactEvent.SECONDS)
                && intAt(bytes, a + CompactEvent.NANOS) == intAt(bytes, b + CompactEvent.NANOS)
                && isSameId(a, b);
    }

    private int generation(int record) {
        return intAt(bytes, record + CompactEvent.GENERATION);
    }

    /** The records but for their generations. */
    private boolean isSameContent(int a, int b) {
        int length = intAt(bytes, a);
        return length == intAt(bytes, b)
                && bytes[a + CompactEvent.TYPE] == bytes[b + CompactEvent.TYPE]
                && Arrays.equals(
                        bytes, a + CompactEvent.SECONDS, a + length, bytes, b + CompactEvent.SECONDS, b + length);
    }

    /** Whether a was recorded before b, or where even that is equal has the smaller key. */
    private boolean isEarlier(int a, int b) {
        int bySeconds = Long.compare(
                longAt(bytes, a + CompactEvent.RECORDED_SECONDS), longAt(bytes, b + CompactEvent.RECORDED_SECONDS));
        int byNanos = bySeconds != 0
                ? bySeconds
                : Integer.compare(
                        intAt(bytes, a + CompactEvent.RECORDED_NANOS), intAt(bytes, b + CompactEvent.RECORDED_NANOS));
        int byTime = byNanos != 0
                ? byNanos
                : Long.compare(longAt(bytes, a + CompactEvent.SECONDS), longAt(bytes, b + CompactEvent.SECONDS));
        return (byTime != 0
                        ? byTime
                        : Integer.compare(intAt(bytes, a + CompactEvent.NANOS), intAt(bytes, b + CompactEvent.NANOS)))
                < 0;
    }
}
