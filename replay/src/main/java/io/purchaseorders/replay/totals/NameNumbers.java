package io.purchaseorders.replay.totals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Numbers names from 0 on. A name is found with one look at a table of numbers in most cases, since there are millions of
 * them to look up: a map would follow four references. For one thread.
 */
final class NameNumbers {

    private static final int FIRST_SLOTS = 1 << 10;

    /** Spreads the bits of a hash over all of them. */
    private static final int MIX = 0x9E3779B1;

    private final int most;
    private final List<String> names = new ArrayList<>();

    /** The hash of a name and one more than its number, or 0. */
    private long[] slots = new long[FIRST_SLOTS];

    /** @param most how many names there can be */
    NameNumbers(int most) {
        this.most = most;
    }

    /** The number of a name, a new one where it has none. */
    int numberOf(String name) {
        int slot = slotOf(name);
        return slots[slot] == 0 ? add(name, slot) : number(slots[slot]);
    }

    /** The number of a name; -1 where it has none. */
    int find(String name) {
        return number(slots[slotOf(name)]);
    }

    String name(int number) {
        return names.get(number);
    }

    int size() {
        return names.size();
    }

    /** By number. */
    List<String> all() {
        return Collections.unmodifiableList(names);
    }

    private static int number(long entry) {
        return (int) entry - 1;
    }

    private int slotOf(String name) {
        int hash = name.hashCode();
        int slot = first(hash);
        while (slots[slot] != 0 && !isOf(slots[slot], hash, name)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private int first(int hash) {
        int mixed = hash * MIX;
        return (mixed ^ mixed >>> Short.SIZE) & (slots.length - 1);
    }

    private boolean isOf(long entry, int hash, String name) {
        return (int) (entry >>> Integer.SIZE) == hash
                && names.get(number(entry)).equals(name);
    }

    private int add(String name, int slot) {
        if (names.size() == most) {
            throw new IllegalStateException("more than " + most + " customers or products");
        }
        names.add(name);
        slots[slot] = (long) name.hashCode() << Integer.SIZE | names.size();
        if (2 * names.size() > slots.length) {
            grow();
        }
        return names.size() - 1;
    }

    private void grow() {
        long[] entries = slots;
        slots = new long[2 * entries.length];
        for (long entry : entries) {
            if (entry != 0) {
                slots[slotOf(names.get(number(entry)))] = entry;
            }
        }
    }
}
