package io.purchaseorders.replay.compact;

import static io.purchaseorders.replay.compact.CompactEvent.IDS;
import static io.purchaseorders.replay.compact.CompactEvent.longAt;
import static io.purchaseorders.replay.compact.CompactEvent.shortAt;

import io.purchaseorders.events.Decimals;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.ReturnedLine;
import io.purchaseorders.events.RecordedEvent;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Between events and their records of bytes. What no fold asks for, such as the carrier, is not kept. */
public final class CompactEvents {

    private CompactEvents() {}

    /** @param generation tells a later export from an earlier one; of records with one key the highest counts */
    @SuppressWarnings("EnumOrdinal") // the ordinal is the life-cycle rank, by definition
    public static byte[] write(RecordedEvent recorded, int generation) {
        OrderEvent event = recorded.event();
        byte[] record = record(
                event.type().ordinal(),
                event.header(),
                recorded.recordedAt(),
                generation,
                content(event).toByteArray());
        record[CompactEvent.IS_WIDE] = (byte) (isWide(event) ? 1 : 0);
        return record;
    }

    private static boolean isWide(OrderEvent event) {
        return switch (event) {
            case OrderEvent.OrderPlaced placed -> isWide(placed.content());
            case OrderEvent.OrderAmended amended -> isWide(amended.content());
            case OrderEvent.OrderReturned returned ->
                returned.lines().stream().anyMatch(line -> isWide(line.quantity()) || isWide(line.refund()));
            case OrderEvent.OrderConfirmed confirmed -> false;
            case OrderEvent.OrderShipped shipped -> false;
            case OrderEvent.OrderDelivered delivered -> false;
            case OrderEvent.OrderCancelled cancelled -> false;
        };
    }

    private static boolean isWide(Content content) {
        return isWide(content.shipping())
                || isWide(content.tax())
                || content.lines().stream()
                        .anyMatch(line -> CompactEvent.amount(
                                        unscaled(line.quantity()),
                                        unscaled(line.unitPrice()),
                                        unscaled(line.discount()))
                                == CompactEvent.WIDE);
    }

    private static boolean isWide(BigDecimal value) {
        return unscaled(value) >= CompactEvent.NARROW;
    }

    private static long unscaled(BigDecimal value) {
        return value.setScale(CompactEvent.SCALE).unscaledValue().longValueExact();
    }

    /** A record that says that the event with this key is no longer in the table. */
    public static byte[] removed(Header header, int generation) {
        return record(CompactEvent.REMOVED, header, Instant.EPOCH, generation, new byte[0]);
    }

    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the seconds are written beside them
    private static byte[] record(int type, Header header, Instant recordedAt, int generation, byte[] content) {
        byte[] orderId = header.orderId().getBytes(StandardCharsets.UTF_8);
        byte[] eventId = header.eventId().getBytes(StandardCharsets.UTF_8);
        byte[] record = new byte[IDS + orderId.length + eventId.length + content.length];
        CompactEvent.putInt(record, CompactEvent.LENGTH, record.length);
        CompactEvent.putInt(record, CompactEvent.HASH, CompactEvent.hash(orderId, 0, orderId.length));
        record[CompactEvent.TYPE] = (byte) type;
        record[CompactEvent.ORDER_ID_LENGTH] = (byte) orderId.length;
        record[CompactEvent.EVENT_ID_LENGTH] = (byte) eventId.length;
        CompactEvent.putInt(record, CompactEvent.GENERATION, generation);
        CompactEvent.putLong(record, CompactEvent.SECONDS, header.occurredAt().getEpochSecond());
        CompactEvent.putInt(record, CompactEvent.NANOS, header.occurredAt().getNano());
        CompactEvent.putInt(record, CompactEvent.RECORDED_NANOS, recordedAt.getNano());
        CompactEvent.putLong(record, CompactEvent.RECORDED_SECONDS, recordedAt.getEpochSecond());
        System.arraycopy(orderId, 0, record, IDS, orderId.length);
        System.arraycopy(eventId, 0, record, IDS + orderId.length, eventId.length);
        System.arraycopy(content, 0, record, IDS + orderId.length + eventId.length, content.length);
        return record;
    }

    private static ByteArrayOutputStream content(OrderEvent event) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (event) {
            case OrderEvent.OrderPlaced placed -> {
                putText(out, placed.customerId());
                String letters = placed.currency();
                putShort(out, CompactEvent.currency(letters.charAt(0), letters.charAt(1), letters.charAt(2)));
                putContent(out, placed.content());
            }
            case OrderEvent.OrderAmended amended -> putContent(out, amended.content());
            case OrderEvent.OrderReturned returned -> {
                putShort(out, returned.lines().size());
                for (ReturnedLine line : returned.lines()) {
                    putText(out, line.sku());
                    putDecimal(out, line.quantity());
                    putDecimal(out, line.refund());
                }
            }
            case OrderEvent.OrderConfirmed confirmed -> {}
            case OrderEvent.OrderShipped shipped -> {}
            case OrderEvent.OrderDelivered delivered -> {}
            case OrderEvent.OrderCancelled cancelled -> {}
        }
        return out;
    }

    private static void putContent(ByteArrayOutputStream out, Content content) {
        putDecimal(out, content.shipping());
        putDecimal(out, content.tax());
        putShort(out, content.lines().size());
        for (OrderLine line : content.lines()) {
            putText(out, line.sku());
            putDecimal(out, line.quantity());
            putDecimal(out, line.unitPrice());
            putDecimal(out, line.discount());
        }
    }

    private static void putText(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        putShort(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void putShort(ByteArrayOutputStream out, int value) {
        byte[] bytes = new byte[Short.BYTES];
        CompactEvent.putShort(bytes, 0, value);
        out.writeBytes(bytes);
    }

    private static void putDecimal(ByteArrayOutputStream out, BigDecimal value) {
        byte[] bytes = new byte[Long.BYTES];
        CompactEvent.putLong(bytes, 0, unscaled(value));
        out.writeBytes(bytes);
    }

    /** The event of a record, without what no fold asks for: source, detail, carrier, tracking number and reason. */
    public static RecordedEvent read(byte[] bytes, int record) {
        return new RecordedEvent(
                event(bytes, record),
                "",
                Instant.ofEpochSecond(
                        longAt(bytes, record + CompactEvent.RECORDED_SECONDS),
                        CompactEvent.intAt(bytes, record + CompactEvent.RECORDED_NANOS)),
                "");
    }

    public static Header header(byte[] bytes, int record) {
        return new Header(
                text(bytes, CompactEvent.eventIdAt(bytes, record), CompactEvent.eventIdLength(bytes, record)),
                text(bytes, record + IDS, CompactEvent.orderIdLength(bytes, record)),
                Instant.ofEpochSecond(
                        longAt(bytes, record + CompactEvent.SECONDS),
                        CompactEvent.intAt(bytes, record + CompactEvent.NANOS)));
    }

    private static OrderEvent event(byte[] bytes, int record) {
        Header header = header(bytes, record);
        int at = CompactEvent.contentAt(bytes, record);
        return switch (CompactEvent.type(bytes, record)) {
            case ORDER_PLACED -> {
                int length = shortAt(bytes, at);
                int currencyAt = at + Short.BYTES + length;
                yield new OrderEvent.OrderPlaced(
                        header,
                        text(bytes, at + Short.BYTES, length),
                        CompactEvent.currency(shortAt(bytes, currencyAt)),
                        content(bytes, currencyAt + Short.BYTES));
            }
            case ORDER_AMENDED -> new OrderEvent.OrderAmended(header, content(bytes, at));
            case ORDER_CONFIRMED -> new OrderEvent.OrderConfirmed(header);
            case ORDER_SHIPPED -> new OrderEvent.OrderShipped(header, Optional.empty(), Optional.empty());
            case ORDER_DELIVERED -> new OrderEvent.OrderDelivered(header);
            case ORDER_CANCELLED -> new OrderEvent.OrderCancelled(header, Optional.empty());
            case ORDER_RETURNED -> new OrderEvent.OrderReturned(header, returned(bytes, at));
        };
    }

    private static Content content(byte[] bytes, int from) {
        List<OrderLine> lines = new ArrayList<>();
        int at = from + 2 * Long.BYTES + Short.BYTES;
        for (int left = shortAt(bytes, from + 2 * Long.BYTES); left > 0; left--) {
            int length = shortAt(bytes, at);
            int decimals = at + Short.BYTES + length;
            lines.add(new OrderLine(
                    text(bytes, at + Short.BYTES, length),
                    decimal(bytes, decimals),
                    decimal(bytes, decimals + Long.BYTES),
                    decimal(bytes, decimals + 2 * Long.BYTES)));
            at += CompactEvent.LINE + length;
        }
        return new Content(lines, decimal(bytes, from), decimal(bytes, from + Long.BYTES));
    }

    private static List<ReturnedLine> returned(byte[] bytes, int from) {
        List<ReturnedLine> lines = new ArrayList<>();
        int at = from + Short.BYTES;
        for (int left = shortAt(bytes, from); left > 0; left--) {
            int length = shortAt(bytes, at);
            int decimals = at + Short.BYTES + length;
            lines.add(new ReturnedLine(
                    text(bytes, at + Short.BYTES, length),
                    decimal(bytes, decimals),
                    decimal(bytes, decimals + Long.BYTES)));
            at += CompactEvent.RETURNED_LINE + length;
        }
        return lines;
    }

    private static BigDecimal decimal(byte[] bytes, int at) {
        return Decimals.normalized(BigDecimal.valueOf(longAt(bytes, at), CompactEvent.SCALE));
    }

    private static String text(byte[] bytes, int at, int length) {
        return new String(bytes, at, length, StandardCharsets.UTF_8);
    }
}
