package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.DAYS;
import static io.purchaseorders.stores.dynamodb.StoredNames.ORDERS;
import static io.purchaseorders.stores.dynamodb.StoredNames.PERIOD;

import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.stores.ProjectionReader.Hours;
import io.purchaseorders.stores.ProjectionWriter.DayOrders;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The orders by day as items: an item for each origin and day, which holds a set of orders. A set is only ever added to, so
 * that no retry and no writer that was overtaken can take an order away.
 */
record DayItem(KeyedTable table) {

    private static final int DAY_LENGTH = "2026-11-23".length();

    /** Sorts after every origin of a day. */
    private static final String AFTER_ORIGINS = "~";

    private static List<String> entries(DayOrders orders) {
        return orders.entries().stream().map(OrderOnDay::stored).distinct().toList();
    }

    private Map<String, AttributeValue> key(DayOrders orders) {
        return table.key(partition(orders.day()), period(orders));
    }

    static String period(DayOrders orders) {
        return orders.day() + "#" + orders.origin();
    }

    /** The item as a first addition leaves it. */
    static Map<String, AttributeValue> item(Map<String, AttributeValue> key, DayOrders orders) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        item.put(ORDERS, AttributeValue.fromSs(entries(orders)));
        item.put(CodecVersion.ATTRIBUTE, CodecVersion.DAYS.written());
        return item;
    }

    void add(DayOrders orders, CodecVersion.Known codec) {
        add(orders, codec, codec.writes());
    }

    private void add(DayOrders orders, CodecVersion.Known codec, int version) {
        List<String> entries = entries(orders);
        try {
            table.client()
                    .updateItem(update -> update.tableName(table.name())
                            .key(key(orders))
                            .updateExpression("ADD #orders :entries SET " + CodecVersion.isSet())
                            .conditionExpression(CodecVersion.isKnown())
                            .expressionAttributeNames(Map.of("#orders", ORDERS))
                            .expressionAttributeValues(Map.of(
                                    ":entries",
                                    AttributeValue.fromSs(entries),
                                    CodecVersion.KNOWN,
                                    Attributes.number(version)))
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
        } catch (ConditionalCheckFailedException newer) {
            add(orders, codec, codec.check(CodecVersion.DAYS, newer.item()));
        }
    }

    static String partition(LocalDate day) {
        return DAYS + day.toString().substring(0, "2026".length());
    }

    /** One query a year that has no such day, and one more. */
    Optional<LocalDate> first(LocalDate from, LocalDate to) {
        for (LocalDate day = from; !day.isAfter(to); day = day.withDayOfYear(1).plusYears(1)) {
            QueryRequest.Builder query = between(day, day.getYear() == to.getYear() ? to : lastOf(day))
                    .limit(1)
                    .projectionExpression(PERIOD);
            List<Map<String, AttributeValue>> found =
                    table.client().query(query.build()).items();
            if (!found.isEmpty()) {
                return Optional.of(day(found.getFirst()));
            }
        }
        return Optional.empty();
    }

    private static LocalDate lastOf(LocalDate day) {
        return day.withDayOfYear(day.lengthOfYear());
    }

    private QueryRequest.Builder between(LocalDate from, LocalDate to) {
        return table.query(
                partition(from),
                PERIOD + " BETWEEN :from AND :to",
                Map.of(":from", Attributes.text(from.toString()), ":to", Attributes.text(to + AFTER_ORIGINS)));
    }

    /** Holds no more than it answers, however many orders there are. */
    List<String> orders(LocalDate day, Hours hours, String after, int most) {
        NavigableSet<String> first = new TreeSet<>();
        table.items(between(day, day)).flatMap(DayItem::entries).forEach(entry -> {
            if (hours.contains(entry.hour())
                    && entry.orderId().compareTo(after) > 0
                    && (first.size() < most || entry.orderId().compareTo(first.last()) < 0)) {
                first.add(entry.orderId());
                if (first.size() > most) {
                    first.pollLast();
                }
            }
        });
        return List.copyOf(first);
    }

    static Stream<OrderOnDay> entries(Map<String, AttributeValue> item) {
        CodecVersion.DAYS.check(item);
        LocalDate day = day(item);
        return Attributes.of(item, ORDERS).ss().stream().map(entry -> OrderOnDay.ofStored(day, entry));
    }

    private static LocalDate day(Map<String, AttributeValue> item) {
        return LocalDate.parse(Attributes.text(item, PERIOD).substring(0, DAY_LENGTH));
    }
}
