package io.purchaseorders.cli.generate;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One sample order with its whole life: a pure function of the sample's size, its seed and the order's number. So an
 * order that is still open need not be remembered, it is drawn again.
 */
final class SampleOrder {

    /** All orders are placed in 130 days; the longest life has 41 more, so that every event lies before July 2026. */
    private static final long START_MILLIS =
            Instant.parse("2026-01-01T06:00:00Z").toEpochMilli();

    private static final long SPAN_MILLIS = Duration.ofDays(130).toMillis();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    private static final int PRODUCT_BITS = 11;
    private static final int QUANTITY_BITS = 4;
    private static final int MOST_LINES = 5;
    private static final int FEWEST_CUSTOMER_BITS = 4;
    private static final int ORDERS_PER_CUSTOMER_BITS = 2;
    private static final int AMENDED_PERCENT = 20;
    private static final int DISCOUNTED_PERCENT = 20;
    private static final int FREE_SHIPPING_PERCENT = 40;
    private static final long SHIPPING = 495;
    private static final long TRACKING_NUMBERS = 1_000_000_000L;

    private final String id;
    private final long customer;
    private final Market market;
    private final long shipping;
    private final List<SampleLine> placed;
    private final List<SampleLine> amended;
    private final List<Step> steps;
    private final List<Long> times;
    private final long returnedUnits;
    private final long trackingNumber;

    SampleOrder(long orders, long seed, long number) {
        SeededRandom random = new SeededRandom(seed, number);
        // The size is part of the id, since it is part of the content: two samples never contradict each other.
        id = "s" + seed + "-n" + orders + "-" + (number + 1);
        customer = random.zipf(customerBits(orders));
        market = Market.draw(random);
        shipping = random.percent(FREE_SHIPPING_PERCENT) ? 0 : SHIPPING;
        placed = drawLines(random);
        steps = drawSteps(random, placed.size());
        amended = steps.contains(Step.AMENDED) ? drawAmended(random) : placed;
        times = drawTimes(random, placedAt(orders, number, random), steps);
        returnedUnits = 1 + random.below(amended.getFirst().quantity());
        trackingNumber = random.below(TRACKING_NUMBERS);
    }

    /** So many that a customer has a few orders in the middle, many at the head and one in the tail. */
    private static int customerBits(long orders) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(orders);
        return Math.max(FEWEST_CUSTOMER_BITS, bits - ORDERS_PER_CUSTOMER_BITS);
    }

    /** Never before the order of the number before: each has its own part of the span. */
    private static long placedAt(long orders, long number, SeededRandom random) {
        return START_MILLIS + number * SPAN_MILLIS / orders + random.below(SPAN_MILLIS / orders);
    }

    private static List<SampleLine> drawLines(SeededRandom random) {
        long count = 1 + random.below(MOST_LINES);
        Set<Long> taken = new HashSet<>();
        List<SampleLine> lines = new ArrayList<>();
        while (lines.size() < count) {
            long product = random.zipf(PRODUCT_BITS);
            if (taken.add(product)) {
                lines.add(drawLine(random, product));
            }
        }
        return List.copyOf(lines);
    }

    private static SampleLine drawLine(SeededRandom random, long product) {
        SampleLine line = new SampleLine(product, random.zipf(QUANTITY_BITS), 0);
        return random.percent(DISCOUNTED_PERCENT) ? new SampleLine(product, line.quantity(), line.amount() / 10) : line;
    }

    private static List<Step> drawSteps(SeededRandom random, int lines) {
        List<Step> steps = new ArrayList<>(Course.draw(random).steps());
        if (lines == 1) {
            // The second return is of the second line.
            steps.remove(Step.RETURNED_AGAIN);
        }
        if (random.percent(AMENDED_PERCENT)) {
            boolean onceConfirmed = random.percent(50) && steps.contains(Step.CONFIRMED);
            steps.add(onceConfirmed ? 2 : 1, Step.AMENDED);
        }
        return List.copyOf(steps);
    }

    /** More of the first product, and every other time a product that no order begins with. */
    private List<SampleLine> drawAmended(SeededRandom random) {
        List<SampleLine> lines = new ArrayList<>(placed);
        lines.set(0, lines.getFirst().withMore(1 + random.below(3)));
        if (random.percent(50)) {
            lines.add(drawLine(random, (1L << PRODUCT_BITS) + random.below(10)));
        }
        return List.copyOf(lines);
    }

    private static List<Long> drawTimes(SeededRandom random, long placedAt, List<Step> steps) {
        List<Long> times = new ArrayList<>();
        long time = placedAt;
        for (Step step : steps) {
            time += step.drawDelayMillis(random);
            times.add(time);
        }
        return List.copyOf(times);
    }

    int size() {
        return steps.size();
    }

    long atMillis(int step) {
        return times.get(step);
    }

    SampleEntry entry(int index) {
        Step step = steps.get(index);
        String detail = "{\"eventId\":\"" + id + ":" + step.idSuffix() + "\",\"orderId\":\"" + id
                + "\",\"occurredAt\":\""
                + Instant.ofEpochMilli(times.get(index))
                        .atOffset(market.offset())
                        .format(TIME) + "\"" + members(step)
                + "}";
        return new SampleEntry("sample." + market.name().toLowerCase(Locale.ROOT), step.type(), detail);
    }

    private String members(Step step) {
        return switch (step) {
            case PLACED ->
                ",\"customerId\":\"customer-" + customer + "\",\"currency\":\"" + market + "\"" + content(placed);
            case AMENDED -> content(amended);
            case CONFIRMED, DELIVERED -> "";
            case SHIPPED -> ",\"carrier\":\"Sample Parcels\",\"trackingNumber\":\"" + trackingNumber + "\"";
            case CANCELLED -> ",\"reason\":\"changed mind\"";
            case RETURNED -> ",\"lines\":[" + amended.getFirst().returnedJson(returnedUnits) + "]";
            case RETURNED_AGAIN -> ",\"lines\":[" + amended.get(1).returnedJson(1) + "]";
        };
    }

    private String content(List<SampleLine> lines) {
        long net = lines.stream().mapToLong(SampleLine::amount).sum() + shipping;
        return ",\"lines\":" + lines.stream().map(SampleLine::json).collect(Collectors.joining(",", "[", "]"))
                + ",\"shipping\":" + SampleLine.money(shipping) + ",\"tax\":" + SampleLine.money(market.tax(net));
    }
}
