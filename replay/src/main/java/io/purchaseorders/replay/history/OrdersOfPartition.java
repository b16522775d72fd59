package io.purchaseorders.replay.history;

import io.purchaseorders.replay.history.ExportedHistory.Orders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Groups the items of a partition by order. For one thread, and one partition after another. */
final class OrdersOfPartition {

    private final Partitions partitions;
    private final int secondSide;
    private byte[] arena = new byte[0];

    /** Of each item the hash of its order and where it begins, so that sorting brings orders together. */
    private long[] places = new long[0];

    /** @param secondSide the first origin of items of the second history */
    OrdersOfPartition(Partitions partitions, int secondSide) {
        this.partitions = partitions;
        this.secondSide = secondSide;
    }

    /** Hands on every order of a partition. */
    void forEach(int partition, Orders to) throws IOException {
        int size = partitions.size(partition);
        if (arena.length < size) {
            arena = new byte[size + size / 4];
        }
        partitions.read(partition, arena);
        int count = findItems(size);
        Arrays.sort(places, 0, count);
        for (int from = 0; from < count; ) {
            int end = from + 1;
            while (end < count && hash(places[end]) == hash(places[from])) {
                end++;
            }
            ordersOfHash(from, end, to);
            from = end;
        }
    }

    private int findItems(int size) {
        int count = 0;
        for (int at = 0; at < size; at += StoredItem.lengthAt(arena, at)) {
            if (count == places.length) {
                places = Arrays.copyOf(places, Math.max(1 << 10, 2 * count));
            }
            places[count++] = (long) StoredItem.hashAt(arena, at) << Integer.SIZE | at;
        }
        return count;
    }

    private static int hash(long place) {
        return (int) (place >>> Integer.SIZE);
    }

    private void ordersOfHash(int from, int end, Orders to) {
        List<StoredItem> items = new ArrayList<>(end - from);
        for (int i = from; i < end; i++) {
            items.add(new StoredItem(arena, (int) places[i]));
        }
        Collections.sort(items);
        for (int first = 0; first < items.size(); ) {
            int next = first + 1;
            while (next < items.size() && items.get(next).compareOrders(items.get(first)) == 0) {
                next++;
            }
            order(items.subList(first, next), to);
            first = next;
        }
    }

    private void order(List<StoredItem> items, Orders to) {
        List<StoredItem> first = new ArrayList<>(items.size());
        List<StoredItem> second = new ArrayList<>();
        for (StoredItem item : items) {
            (item.origin() < secondSide ? first : second).add(item);
        }
        to.order(items.getFirst().orderId(), OrderItems.of(first), OrderItems.of(second));
    }
}
