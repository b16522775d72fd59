package io.purchaseorders.benchmarks;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The load that everything is measured on: 10,000 customers and 2,000 products, both chosen by Zipf's law; orders of
 * three lines on average and four events on average, all legal; a tenth of the orders amended, one in twenty cancelled.
 * The same events for the same seed.
 */
public final class ReferenceLoad {

    private static final int CUSTOMERS = 10_000;
    private static final int PRODUCTS = 2_000;

    /** One to five lines, three on average. */
    private static final int MOST_LINES = 5;

    private static final String SOURCE = "shop.example";
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SECONDS_PER_DAY = 86_400;
    private static final String[] CURRENCIES = {"EUR", "EUR", "EUR", "USD", "GBP"};

    private final SplittableRandom random;
    private final double[] customers = zipf(CUSTOMERS);
    private final double[] products = zipf(PRODUCTS);
    private final int days;
    private final Instant first;
    private long orders;

    /** @param days over how many days the orders are placed */
    public ReferenceLoad(long seed, int days) {
        this(seed, days, 0);
    }

    /** @param ordersBefore how many orders have lower numbers, so that parts of a load can be made side by side */
    public ReferenceLoad(long seed, int days, long ordersBefore) {
        this(seed, days, ordersBefore, FIRST);
    }

    /** @param first before which no order is placed */
    public ReferenceLoad(long seed, int days, Instant first) {
        this(seed, days, 0, first);
    }

    private ReferenceLoad(long seed, int days, long ordersBefore, Instant first) {
        this.random = new SplittableRandom(seed);
        this.days = days;
        this.orders = ordersBefore;
        this.first = first;
    }

    /** An event as publishers send it, and when it is stored. */
    public record Published(
            String type, String orderId, Instant occurredAt, String eventId, String customerId, String detail) {

        /** The item of the events table, as a line of an export. */
        public String exportLine() {
            return "{\"Item\":{\"orderId\":{\"S\":\"" + orderId + "\"},\"timestamp\":{\"S\":\""
                    + fixedWidth(occurredAt) + "#" + eventId + "\"},\"type\":{\"S\":\"" + type
                    + "\"},\"source\":{\"S\":\"" + SOURCE + "\"},\"recordedAt\":{\"S\":\"" + occurredAt.plusMillis(850)
                    + "\"},\"detail\":{\"S\":\"" + detail.replace("\"", "\\\"") + "\"}"
                    + (customerId.isEmpty() ? "" : ",\"customerId\":{\"S\":\"" + customerId + "\"}") + "}}";
        }
    }

    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the seconds are written before them
    private static String fixedWidth(Instant instant) {
        return instant.toString().substring(0, 19) + "." + nineDigits(instant.getNano()) + "Z";
    }

    private static String nineDigits(long number) {
        return Long.toString(1_000_000_000 + number).substring(1);
    }

    /** The events of the next order. */
    public List<Published> nextOrder() {
        String orderId = "PO-" + nineDigits(++orders);
        String customer = "C-" + (100_000 + pick(customers));
        String currency = CURRENCIES[random.nextInt(CURRENCIES.length)];
        Instant at = first.plusMillis(random.nextLong(days * (long) SECONDS_PER_DAY * 1000));
        List<Published> events = new ArrayList<>();
        int[] skus = skus();
        events.add(event(
                "OrderPlaced",
                orderId,
                at,
                customer,
                "\"customerId\":\"" + customer + "\",\"currency\":\"" + currency + "\"," + content(skus)));
        if (random.nextInt(10) == 0) {
            at = later(at, 2);
            skus = skus();
            events.add(event("OrderAmended", orderId, at, "", content(skus)));
        }
        at = later(at, 4);
        events.add(event("OrderConfirmed", orderId, at, "", ""));
        at = later(at, 30);
        if (random.nextInt(20) == 0) {
            events.add(event("OrderCancelled", orderId, at, "", "\"reason\":\"changed my mind\""));
            return events;
        }
        events.add(event(
                "OrderShipped", orderId, at, "", "\"carrier\":\"DHL\",\"trackingNumber\":\"" + digits(12) + "\""));
        at = later(at, 60);
        events.add(event("OrderDelivered", orderId, at, "", ""));
        if (random.nextInt(12) == 0) {
            at = later(at, 120);
            events.add(event(
                    "OrderReturned",
                    orderId,
                    at,
                    "",
                    "\"lines\":[{\"sku\":\"" + sku(skus[0]) + "\",\"quantity\":1,\"refund\":\"" + price(5_000)
                            + "\"}]"));
        }
        return events;
    }

    private Published event(String type, String orderId, Instant at, String customer, String members) {
        String eventId = Long.toHexString(random.nextLong());
        String detail = "{\"eventId\":\"" + eventId + "\",\"orderId\":\"" + orderId + "\",\"occurredAt\":\"" + at + "\""
                + (members.isEmpty() ? "" : "," + members) + "}";
        return new Published(type, orderId, at, eventId, customer, detail);
    }

    private Instant later(Instant at, int hours) {
        return at.plusMillis(1 + random.nextLong(hours * 3_600_000L));
    }

    private int[] skus() {
        int count = 1 + random.nextInt(MOST_LINES);
        int[] skus = new int[count];
        for (int i = 0; i < count; ) {
            int sku = pick(products);
            boolean isNew = Arrays.stream(skus, 0, i).noneMatch(other -> other == sku);
            if (isNew) {
                skus[i++] = sku;
            }
        }
        return skus;
    }

    private String content(int[] skus) {
        StringBuilder lines = new StringBuilder("\"lines\":[");
        for (int i = 0; i < skus.length; i++) {
            lines.append(i == 0 ? "" : ",")
                    .append("{\"sku\":\"")
                    .append(sku(skus[i]))
                    .append("\",\"quantity\":")
                    .append(1 + random.nextInt(4))
                    .append(",\"unitPrice\":\"")
                    .append(price(10_000))
                    .append('"')
                    .append(random.nextInt(8) == 0 ? ",\"discount\":\"0.50\"" : "")
                    .append('}');
        }
        return lines.append("],\"shipping\":\"4.90\",\"tax\":\"")
                .append(price(3_000))
                .append('"')
                .toString();
    }

    private static String sku(int number) {
        return "SKU-" + (10_000 + number);
    }

    private String price(int cents) {
        return BigDecimal.valueOf(100 + random.nextInt(cents), 2).toPlainString();
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private int pick(double[] cumulated) {
        int at = Arrays.binarySearch(cumulated, random.nextDouble());
        return Math.min(at < 0 ? -at - 1 : at, cumulated.length - 1);
    }

    /** Cumulated shares of ranks, each in inverse proportion to its number. */
    private static double[] zipf(int count) {
        double[] cumulated = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += 1.0 / (i + 1);
            cumulated[i] = sum;
        }
        for (int i = 0; i < count; i++) {
            cumulated[i] /= sum;
        }
        return cumulated;
    }
}
