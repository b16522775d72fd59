package io.purchaseorders.log;

import java.util.List;
import java.util.OptionalLong;

/**
 * Where each event is in a log: a hash table of the first 128 bits of the SHA-256 of (order id, timestamp), 24 bytes a slot.
 * It is derived from the entries and kept nowhere.
 */
public final class EntryIndex {

    private static final int SMALLEST = 1 << 10;

    private long[] high = new long[SMALLEST];
    private long[] low = new long[SMALLEST];

    /** The index of the entry plus one; 0 for a free slot. */
    private long[] places = new long[SMALLEST];

    private long size;

    /** How many entries of the log are known; more than there are keys only if a log has an event twice. */
    public synchronized long size() {
        return size;
    }

    /** Learns the entries that the log has beyond those known. */
    public synchronized void catchUp(LogFiles files, long logSize) {
        TiledTree tree = new TiledTree(files, logSize);
        while (size < logSize) {
            long bundle = size / Tile.FULL;
            for (byte[] entry : tree.entries(bundle).subList((int) (size % Tile.FULL), widthOf(bundle, logSize))) {
                add(LogEntry.parse(entry).key());
            }
        }
    }

    /** Learns the entries that were just appended to the log that was known whole, without reading them. */
    synchronized void learn(List<LogEntry> appended) {
        appended.forEach(entry -> add(entry.key()));
    }

    private static int widthOf(long bundle, long logSize) {
        return (int) Math.min(Tile.FULL, logSize - bundle * Tile.FULL);
    }

    /** The index of an event's entry. */
    public synchronized OptionalLong find(String orderId, String timestamp) {
        return find(new LogEntry(orderId, timestamp, "", "", "", "", "").key());
    }

    synchronized OptionalLong find(String key) {
        int slot = slot(Hash.ofText(key).bytes());
        return places[slot] == 0 ? OptionalLong.empty() : OptionalLong.of(places[slot] - 1);
    }

    private void add(String key) {
        if (size * 2 >= places.length) {
            grow();
        }
        byte[] hash = Hash.ofText(key).bytes();
        int slot = slot(hash);
        size++;
        if (places[slot] == 0) {
            high[slot] = LeafSet.bits(hash, 0);
            low[slot] = LeafSet.bits(hash, Long.BYTES);
            places[slot] = size;
        }
    }

    private int slot(byte[] hash) {
        return slot(LeafSet.bits(hash, 0), LeafSet.bits(hash, Long.BYTES));
    }

    private int slot(long first, long second) {
        int slot = (int) first & (places.length - 1);
        while (places[slot] != 0 && (high[slot] != first || low[slot] != second)) {
            slot = (slot + 1) & (places.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        long[] oldPlaces = places;
        high = new long[oldHigh.length * 2];
        low = new long[oldLow.length * 2];
        places = new long[oldPlaces.length * 2];
        for (int i = 0; i < oldPlaces.length; i++) {
            if (oldPlaces[i] != 0) {
                int slot = slot(oldHigh[i], oldLow[i]);
                high[slot] = oldHigh[i];
                low[slot] = oldLow[i];
                places[slot] = oldPlaces[i];
            }
        }
    }
}
