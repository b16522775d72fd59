package io.purchaseorders.projections.totals;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.OrderFold.Step;
import io.purchaseorders.projections.order.OrderRow;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table of contents: every projection, and the sum of what they say. */
public final class Projections {

    public static final List<Projection> ALL = List.of(new Overall(), new ByCustomer(), new ByProduct());

    private Projections() {}

    /** The projection that a stored key belongs to; nothing where it is a key of something else, such as an order row. */
    public static Optional<Projection> owning(String storedKey) {
        return ALL.stream()
                .filter(projection -> projection.keys().owns(storedKey))
                .findFirst();
    }

    /** Whether a stored key is one of totals; the others are order rows and shards. */
    public static boolean isKey(String storedKey) {
        return owning(storedKey).isPresent();
    }

    /** Whether what a reader gives as a key is one that can exist. */
    public static boolean isWellFormed(String key) {
        return ALL.stream().anyMatch(projection -> projection.keys().read(key).isPresent());
    }

    /** How readers write keys: {@code ALL, CUSTOMER#{customerId} or PRODUCT#{sku}}. */
    public static String keyNotations() {
        List<String> notations =
                ALL.stream().map(projection -> projection.keys().notation()).toList();
        return String.join(", ", notations.subList(0, notations.size() - 1)) + " or " + notations.getLast();
    }

    /** Hands everything that a step adds, under each key that it touches, to a sink. */
    public static void contribute(Step step, ContributionSink to) {
        Contribution contribution = new Contribution(step);
        Instant occurredAt = step.event().occurredAt();
        for (Projection projection : ALL) {
            projection.contribute(contribution, (name, measures) -> to.add(projection, name, occurredAt, measures));
        }
    }

    /**
     * What steps add to each stored row.
     *
     * @param zone the reporting time zone, by which business times fall into periods
     */
    public static Map<RowKey, Measures> contributions(Iterable<Step> steps, ZoneId zone) {
        Map<RowKey, Measures> sum = new HashMap<>();
        for (Step step : steps) {
            addTo(sum, step, zone);
        }
        sum.values().removeIf(Measures::isZero);
        return sum;
    }

    private static void addTo(Map<RowKey, Measures> sum, Step step, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(step.event().occurredAt(), zone);
        contribute(step, (projection, name, occurredAt, measures) -> {
            String key = projection.keys().key(name);
            for (Granularity granularity : projection.granularities()) {
                sum.merge(RowKey.of(key, granularity, local), measures, Measures::plus);
            }
        });
    }

    /** What one step adds to each stored row. */
    public static Map<RowKey, Measures> contributions(Step step, ZoneId zone) {
        return contributions(List.of(step), zone);
    }

    /** What one step adds to one key, in the period in which its event occurred; nothing where it does not touch the key. */
    public static Optional<Measures> contribution(Step step, String aggregationKey) {
        return owning(aggregationKey)
                .flatMap(projection ->
                        contribution(step, projection, projection.keys().nameIn(aggregationKey)));
    }

    private static Optional<Measures> contribution(Step step, Projection projection, String wanted) {
        Map<String, Measures> found = new HashMap<>();
        projection.contribute(new Contribution(step), (name, measures) -> {
            if (name.equals(wanted)) {
                found.put(name, measures);
            }
        });
        return Optional.ofNullable(found.get(wanted));
    }

    /** What takes a store that holds {@code before} to one that holds {@code after}. */
    public static Map<RowKey, Measures> difference(Map<RowKey, Measures> after, Map<RowKey, Measures> before) {
        Map<RowKey, Measures> difference = new HashMap<>(after);
        before.forEach((row, measures) -> difference.merge(row, measures.negated(), Measures::plus));
        difference.values().removeIf(Measures::isZero);
        return difference;
    }

    /**
     * Everything that projections hold of a set of events.
     *
     * @param totals by row, none of them zero
     * @param orders by order id
     * @param days where an order has an event
     */
    public record Rows(Map<RowKey, Measures> totals, Map<String, OrderRow> orders, Set<OrderOnDay> days) {}

    /**
     * The rows that any set of stored events of any orders leads to, in whatever order they come: what everything else is
     * compared with.
     */
    public static Rows fromScratch(Collection<RecordedEvent> stored, ZoneId zone) {
        Map<RowKey, Measures> totals = new HashMap<>();
        Map<String, OrderRow> orders = new HashMap<>();
        Set<OrderOnDay> days = new TreeSet<>();
        stored.stream()
                .collect(Collectors.groupingBy(event -> event.event().orderId()))
                .forEach((orderId, events) -> {
                    History.of(events).steps(orderId).forEach(step -> addTo(totals, step, zone));
                    orders.put(orderId, OrderRow.of(orderId, events));
                    events.forEach(event -> days.add(OrderOnDay.of(event.event(), zone)));
                });
        totals.values().removeIf(Measures::isZero);
        return new Rows(totals, orders, days);
    }
}
