package io.purchaseorders.replay.compact;

import static io.purchaseorders.replay.compact.CompactEvent.longAt;
import static io.purchaseorders.replay.compact.CompactEvent.shortAt;

import io.purchaseorders.events.OrderStatus;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.totals.Projections;
import java.time.ZoneId;
import java.util.List;

/**
 * Folds one order's records and hands what each step adds to {@link Sums}: what {@link Projections#contributions} says of
 * the same events, without an object for any of them. Holds the order that it is at, so each thread needs its own.
 */
@SuppressWarnings("EnumOrdinal") // states as numbers, which never leave the fold
public final class CompactFold {

    private static final int NONE = OrderStatus.NONE.ordinal();
    private static final int PLACED = OrderStatus.PLACED.ordinal();
    private static final int CONFIRMED = OrderStatus.CONFIRMED.ordinal();
    private static final int SHIPPED = OrderStatus.SHIPPED.ordinal();
    private static final int DELIVERED = OrderStatus.DELIVERED.ordinal();
    private static final int CANCELLED = OrderStatus.CANCELLED.ordinal();
    private static final int RETURNED = OrderStatus.RETURNED.ordinal();

    private final OrderEvents events = new OrderEvents();
    private final ZoneId zone;
    private final Sums sums;

    private byte[] bytes = new byte[0];
    private int status;
    private int customer;
    private int currency;
    private CompactContent content = new CompactContent();
    private CompactContent spare = new CompactContent();
    private int[] held = new int[8];
    private long[] back = new long[8];
    private long[] refunds = new long[8];

    /** @param zone the reporting time zone */
    public CompactFold(ZoneId zone, Sums sums) {
        this.zone = zone;
        this.sums = sums;
    }

    /** Folds the records of one order, which stand at {@code offsets} in any order, each key any number of times. */
    public void fold(byte[] arena, int[] offsets, int count) {
        events.set(arena, offsets, count, sums);
        if (events.hasWide()) {
            List<RecordedEvent> stored = events.stored();
            String orderId = stored.getFirst().event().orderId();
            sums.wide(Projections.contributions(History.of(stored).steps(orderId), zone));
            return;
        }
        events.toCanonical();
        bytes = arena;
        status = NONE;
        customer = Sums.NOBODY;
        currency = 0;
        for (int i = 0; i < events.count; i++) {
            step(events.records[i]);
        }
    }

    /** The stored events of one order, for what only the fold of the parent package can say. */
    public List<RecordedEvent> stored(byte[] arena, int[] offsets, int count) {
        events.set(arena, offsets, count, sums);
        return events.stored();
    }

    private void step(int record) {
        long seconds = longAt(bytes, record + CompactEvent.SECONDS);
        int at = CompactEvent.contentAt(bytes, record);
        boolean isAllowed = switch (CompactEvent.type(bytes, record)) {
            case ORDER_PLACED -> place(at, seconds);
            case ORDER_AMENDED -> amend(at, seconds);
            case ORDER_CONFIRMED -> transition(status == PLACED, CONFIRMED, record, seconds);
            case ORDER_SHIPPED -> transition(isBeforeShipping(), SHIPPED, record, seconds);
            case ORDER_DELIVERED -> transition(isUntilShipped(), DELIVERED, record, seconds);
            case ORDER_CANCELLED -> cancel(record, seconds);
            case ORDER_RETURNED -> takeBack(at, record, seconds);
        };
        if (!isAllowed) {
            order(seconds, Sums.ANOMALY, Sums.NONE, 0, 0, 0);
        }
    }

    private boolean isBeforeShipping() {
        return status == PLACED || status == CONFIRMED;
    }

    private boolean isUntilShipped() {
        return isBeforeShipping() || status == SHIPPED;
    }

    private void order(long seconds, int count, int kind, long units, long amount, long extras) {
        sums.order(customer, seconds, currency, count, kind, units, amount, extras);
    }

    private boolean transition(boolean isAllowed, int to, int record, long seconds) {
        if (isAllowed) {
            status = to;
            order(seconds, bytes[record + CompactEvent.TYPE], Sums.NONE, 0, 0, 0);
        }
        return isAllowed;
    }

    private boolean place(int at, long seconds) {
        if (status != NONE) {
            return false;
        }
        int length = shortAt(bytes, at);
        int end = at + Short.BYTES + length;
        customer = sums.customer(bytes, at + Short.BYTES, length);
        currency = shortAt(bytes, end);
        content.read(bytes, end + Short.BYTES, sums);
        status = PLACED;
        order(seconds, 0, Sums.ORDERED, content.units, content.total(), content.extras);
        for (int i = 0; i < content.size; i++) {
            sums.product(content.product[i], seconds, currency, Sums.ORDERED, content.quantity[i], content.amount[i]);
        }
        return true;
    }

    private boolean amend(int at, long seconds) {
        if (!isBeforeShipping()) {
            return false;
        }
        CompactContent before = content;
        CompactContent after = spare;
        after.read(bytes, at, sums);
        content = after;
        spare = before;
        order(
                seconds,
                1,
                Sums.ORDERED,
                after.units - before.units,
                after.total() - before.total(),
                after.extras - before.extras);
        for (int i = 0; i < after.size; i++) {
            int same = before.find(after.product[i]);
            long units = after.quantity[i] - (same < 0 ? 0 : before.quantity[same]);
            long amount = after.amount[i] - (same < 0 ? 0 : before.amount[same]);
            if (same < 0 || units != 0 || amount != 0) {
                sums.product(after.product[i], seconds, currency, Sums.ORDERED, units, amount);
            }
        }
        for (int i = 0; i < before.size; i++) {
            if (after.find(before.product[i]) < 0) {
                sums.product(
                        before.product[i], seconds, currency, Sums.ORDERED, -before.quantity[i], -before.amount[i]);
            }
        }
        return true;
    }

    private boolean cancel(int record, long seconds) {
        if (!isUntilShipped()) {
            return false;
        }
        status = CANCELLED;
        order(
                seconds,
                bytes[record + CompactEvent.TYPE],
                Sums.CANCELLED,
                content.units,
                content.total(),
                content.extras);
        for (int i = 0; i < content.size; i++) {
            sums.product(content.product[i], seconds, currency, Sums.CANCELLED, content.quantity[i], content.amount[i]);
        }
        return true;
    }

    private boolean takeBack(int from, int record, long seconds) {
        if (status != SHIPPED && status != DELIVERED && status != RETURNED) {
            return false;
        }
        int count = shortAt(bytes, from);
        if (!isHeld(from, count)) {
            return false;
        }
        long units = 0;
        long refund = 0;
        for (int i = 0; i < count; i++) {
            int line = held[i];
            content.returned[line] += back[i];
            units += back[i];
            refund += refunds[i];
            sums.product(content.product[line], seconds, currency, Sums.RETURNED, back[i], refunds[i]);
        }
        order(
                seconds,
                status == RETURNED ? Sums.RETURNED_AGAIN : bytes[record + CompactEvent.TYPE],
                Sums.RETURNED,
                units,
                refund,
                0);
        status = RETURNED;
        return true;
    }

    /** Whether the order holds what comes back; notes which of its lines, how much, and for what. */
    private boolean isHeld(int from, int count) {
        if (held.length < count) {
            held = new int[2 * count];
            back = new long[2 * count];
            refunds = new long[2 * count];
        }
        int at = from + Short.BYTES;
        for (int i = 0; i < count; i++) {
            int length = shortAt(bytes, at);
            int decimals = at + Short.BYTES + length;
            int line = content.find(sums.product(bytes, at + Short.BYTES, length));
            long quantity = longAt(bytes, decimals);
            if (line < 0 || content.quantity[line] - content.returned[line] < quantity) {
                return false;
            }
            held[i] = line;
            back[i] = quantity;
            refunds[i] = longAt(bytes, decimals + Long.BYTES);
            at = decimals + 2 * Long.BYTES;
        }
        return true;
    }

    /** What an order holds, by line. */
    private static final class CompactContent {

        private int[] product = new int[8];
        private long[] quantity = new long[8];
        private long[] amount = new long[8];
        private long[] returned = new long[8];
        private int size;
        private long units;
        private long lines;
        private long extras;

        void read(byte[] bytes, int from, Sums sums) {
            units = 0;
            lines = 0;
            extras = longAt(bytes, from) + longAt(bytes, from + Long.BYTES);
            size = shortAt(bytes, from + 2 * Long.BYTES);
            if (product.length < size) {
                product = new int[2 * size];
                quantity = new long[2 * size];
                amount = new long[2 * size];
                returned = new long[2 * size];
            }
            int at = from + 2 * Long.BYTES + Short.BYTES;
            for (int i = 0; i < size; i++) {
                int length = shortAt(bytes, at);
                int decimals = at + Short.BYTES + length;
                product[i] = sums.product(bytes, at + Short.BYTES, length);
                quantity[i] = longAt(bytes, decimals);
                returned[i] = 0;
                units += quantity[i];
                amount[i] = CompactEvent.amount(
                        quantity[i], longAt(bytes, decimals + Long.BYTES), longAt(bytes, decimals + 2 * Long.BYTES));
                lines += amount[i];
                at = decimals + 3 * Long.BYTES;
            }
        }

        long total() {
            return lines + extras;
        }

        /** The line of a product, or -1. */
        int find(int wanted) {
            for (int i = 0; i < size; i++) {
                if (product[i] == wanted) {
                    return i;
                }
            }
            return -1;
        }
    }
}
