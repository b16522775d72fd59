package io.purchaseorders.replay.export;

import io.purchaseorders.replay.compact.CompactEvent;
import io.purchaseorders.replay.compact.CompactFold;
import java.io.IOException;
import java.util.Arrays;

/** Groups the records of partitions by order; for one thread, and one partition after another. */
final class Fold {

    /** Takes the records of one order, at the first {@code count} offsets. */
    interface OrderRecords {
        void of(byte[] bytes, int[] offsets, int count);
    }

    private byte[] arena = new byte[0];
    private int[] slots = new int[0];
    private int[] next = new int[0];
    private int[] offsets = new int[0];
    private int[] firsts = new int[0];
    private int[] group = new int[16];
    private int orders;

    /** Hands on every order of a partition and says how many there are. */
    int forEachOrder(Partitions partitions, int partition, OrderRecords to) throws IOException {
        int size = partitions.size(partition);
        arena = Partitions.grown(arena, size);
        partitions.read(partition, arena);
        orders = 0;
        link(size);
        for (int order = 0; order < orders; order++) {
            int count = gather(order); // which may be where the group is replaced by a longer one
            to.of(arena, group, count);
        }
        return orders;
    }

    /** Puts the records of an order into the group and says how many there are. */
    private int gather(int order) {
        int count = 0;
        for (int event = firsts[order]; event >= 0; event = next[event]) {
            if (count == group.length) {
                group = Arrays.copyOf(group, 2 * count);
            }
            group[count++] = offsets[event];
        }
        return count;
    }

    /** Folds every order of a partition and says how many there are. */
    int fold(Partitions partitions, int partition, CompactFold fold) throws IOException {
        return forEachOrder(partitions, partition, fold::fold);
    }

    private void link(int size) {
        int events = findOffsets(size);
        int wanted = Integer.highestOneBit(Math.max(16, events)) << 1;
        if (slots.length == wanted) {
            Arrays.fill(slots, 0);
        } else {
            slots = new int[wanted];
        }
        for (int event = 0; event < events; event++) {
            link(event, slotOf(offsets[event]));
        }
    }

    /** Finds where each record begins, and says how many there are. */
    private int findOffsets(int size) {
        int most = size / CompactEvent.IDS;
        if (offsets.length < most) {
            int room = most + most / 4;
            offsets = new int[room];
            next = new int[room];
            firsts = new int[room];
        }
        int events = 0;
        for (int at = 0; at < size; at += CompactEvent.intAt(arena, at)) {
            offsets[events++] = at;
        }
        return events;
    }

    private int slotOf(int record) {
        int slot = CompactEvent.intAt(arena, record + CompactEvent.HASH) & (slots.length - 1);
        while (slots[slot] != 0 && !CompactEvent.isSameOrder(arena, record, offsets[firsts[slots[slot] - 1]])) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void link(int event, int slot) {
        if (slots[slot] == 0) {
            firsts[orders] = event;
            next[event] = -1;
            slots[slot] = ++orders;
        } else {
            int order = slots[slot] - 1;
            next[event] = firsts[order];
            firsts[order] = event;
        }
    }
}
