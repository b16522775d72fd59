package io.purchaseorders.replay.export;

import io.purchaseorders.replay.compact.CompactEvent;
import java.util.List;

/** The {@code lines} of an event's detail, either of an order or of a return, and which of them it is. */
final class DetailLines {

    /** Longer orders go to the codec: their skus would have to be compared pair by pair. */
    private static final int MOST = 64;

    private static final int SKU = 0;
    private static final int QUANTITY = 1;
    private static final int UNIT_PRICE = 2;
    private static final int DISCOUNT = 3;
    private static final int REFUND = 4;
    private static final int BEGIN = 5;

    private static final int ORDERED = (1 << SKU) | (1 << QUANTITY) | (1 << UNIT_PRICE);
    private static final int RETURNED = (1 << SKU) | (1 << QUANTITY) | (1 << REFUND);

    private final MemberNames names =
            new MemberNames(List.of("sku", "quantity", "unitPrice", "discount", "refund"), BEGIN + 1);

    private final int[] skuFrom = new int[MOST];
    private final int[] skuTo = new int[MOST];
    private final long[] quantity = new long[MOST];

    /** Of a line that was ordered its price, of one that was returned its refund. */
    private final long[] price = new long[MOST];

    private final long[] discount = new long[MOST];
    private int count;
    private boolean areReturned;
    private boolean isWide;

    void clear() {
        count = 0;
        isWide = false;
    }

    int count() {
        return count;
    }

    boolean areReturned() {
        return areReturned;
    }

    /** Whether an amount is too large for the compact form. */
    boolean isWide() {
        return isWide;
    }

    void read(LineCursor in) {
        in.need('[');
        do {
            in.spaces();
            if (in.isDeclined || count == MOST) {
                in.isDeclined = true;
                return;
            }
            line(in, count);
            if (in.isDeclined) {
                return; // where its sku is may still be that of a line before
            }
            in.isDeclined |= isRepeated(in.bytes, count);
            count++;
            in.spaces();
        } while (in.take(','));
        in.need(']');
    }

    private boolean isRepeated(byte[] bytes, int line) {
        int length = skuTo[line] - skuFrom[line];
        for (int other = 0; other < line; other++) {
            if (skuTo[other] - skuFrom[other] == length
                    && CompactEvent.areEqual(bytes, skuFrom[other], bytes, skuFrom[line], length)) {
                return true;
            }
        }
        return false;
    }

    private void line(LineCursor in, int index) {
        int seen = 0;
        int last = BEGIN;
        discount[index] = 0;
        in.need('{');
        do {
            in.spaces();
            last = names.next(in, last);
            if (last < 0 || (seen & (1 << last)) != 0) {
                in.isDeclined = true;
                return;
            }
            seen |= 1 << last;
            if (last == SKU) {
                in.quote();
                skuFrom[index] = in.at;
                skuTo[index] = in.name();
            } else {
                long value = in.decimal();
                if (last == QUANTITY) {
                    quantity[index] = value;
                } else if (last == DISCOUNT) {
                    discount[index] = value;
                } else {
                    price[index] = value;
                }
            }
            if (in.isDeclined) {
                return;
            }
            in.spaces();
        } while (in.take(','));
        in.need('}');
        boolean isReturned = seen == RETURNED;
        in.isDeclined |= !isReturned && (seen & ~(1 << DISCOUNT)) != ORDERED;
        in.isDeclined |= (index > 0 && isReturned != areReturned) || quantity[index] == 0;
        areReturned = isReturned;
        checkAmount(in, index);
    }

    private void checkAmount(LineCursor in, int index) {
        if (areReturned) {
            isWide |= quantity[index] >= CompactEvent.NARROW || price[index] >= CompactEvent.NARROW;
        } else {
            // Below zero, which breaks a rule, or wide: the codec says which.
            in.isDeclined |= CompactEvent.amount(quantity[index], price[index], discount[index]) < 0;
        }
    }

    /** How many bytes {@link #write} will take at most, those included that it may write beyond its end. */
    int size() {
        return Short.BYTES + count * (LineCursor.NAME_LIMIT + CompactEvent.LINE) + Long.BYTES;
    }

    /** Writes the lines as a record has them and returns where they end. */
    int write(byte[] bytes, byte[] out, int begin) {
        CompactEvent.putShort(out, begin, count);
        int here = begin + Short.BYTES;
        for (int i = 0; i < count; i++) {
            here = CompactEvent.putText(bytes, skuFrom[i], skuTo[i], out, here);
            CompactEvent.putLong(out, here, quantity[i]);
            CompactEvent.putLong(out, here + Long.BYTES, price[i]);
            here += 2 * Long.BYTES;
            if (!areReturned) {
                CompactEvent.putLong(out, here, discount[i]);
                here += Long.BYTES;
            }
        }
        return here;
    }
}
