package io.purchaseorders.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.batch.BatchPlan;
import io.purchaseorders.projections.batch.BatchPlanner;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.KeyFamily;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.Projections.Rows;
import io.purchaseorders.projections.totals.RowKey;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an event adds to the projections: given events, when another comes, then these rows change by so much. Every
 * <i>then</i> also delivers the event twice, delivers all events in the opposite order, and folds them from scratch: the
 * rows must come out the same.
 */
public final class ProjectionSpecification {

    private static final ZoneId ZONE = ZoneOffset.UTC;

    private final List<KeyFamily> keys;

    private ProjectionSpecification(List<KeyFamily> keys) {
        this.keys = keys;
    }

    /** @param keys the keys of the projections that are specified; rows of others are not compared */
    public static ProjectionSpecification of(KeyFamily... keys) {
        return new ProjectionSpecification(List.of(keys));
    }

    /** Events that came before, in the order in which they came. */
    public Given given(OrderEvent... events) {
        return new Given(keys, OneOrder.recorded(events));
    }

    public record Given(List<KeyFamily> keys, List<RecordedEvent> events) {
        public When when(OrderEvent event) {
            return new When(keys, events, OneOrder.recorded(event).getFirst());
        }
    }

    /** The event that comes. */
    public record When(List<KeyFamily> keys, List<RecordedEvent> given, RecordedEvent event) {

        /** @param changes by row of an hour, what the event adds; rows that are not named stay as they are */
        public void then(Map<RowKey, Measures> changes) {
            assertThat(changes()).isEqualTo(changes);
        }

        /** What the event adds, by row of an hour; that rows of longer periods are sums of these is a law of its own. */
        public Map<RowKey, Measures> changes() {
            List<RecordedEvent> once = new ArrayList<>(given);
            once.add(event);
            List<RecordedEvent> twice = new ArrayList<>(once);
            twice.add(event);
            List<RecordedEvent> backwards = new ArrayList<>(once);
            Collections.reverse(backwards);
            Rows after = delivered(once);
            assertThat(delivered(twice)).as("delivered twice").isEqualTo(after);
            assertThat(delivered(backwards)).as("in the opposite order").isEqualTo(after);
            assertThat(Projections.fromScratch(once, ZONE)).as("from scratch").isEqualTo(after);
            Map<RowKey, Measures> changes =
                    Projections.difference(after.totals(), delivered(given).totals());
            changes.keySet()
                    .removeIf(row -> keys.stream().noneMatch(family -> family.owns(row.aggregationKey()))
                            || row.granularity().stream().noneMatch(Granularity.HOUR::equals));
            return changes;
        }

        /** The rows after each event came in a batch of its own. */
        private static Rows delivered(List<RecordedEvent> arriving) {
            Map<RowKey, Measures> totals = new HashMap<>();
            Map<String, OrderRow> orders = new HashMap<>();
            Set<OrderOnDay> days = new TreeSet<>();
            for (int i = 0; i < arriving.size(); i++) {
                BatchPlan plan = BatchPlanner.plan(
                        List.of(OneOrder.sequenced(i + 1, arriving.get(i))),
                        orders,
                        byOrder(arriving.subList(0, i + 1)),
                        ZONE);
                plan.totals().forEach((row, deltas) -> totals.merge(row, BatchPlan.sum(deltas), Measures::plus));
                plan.days().forEach(note -> days.add(note.entry()));
                plan.orders().forEach(write -> orders.put(write.row().order().orderId(), write.row()));
            }
            totals.values().removeIf(Measures::isZero);
            return new Rows(totals, orders, days);
        }

        private static Map<String, List<RecordedEvent>> byOrder(List<RecordedEvent> events) {
            return events.stream()
                    .distinct()
                    .collect(Collectors.groupingBy(stored -> stored.event().orderId()));
        }
    }
}
