package io.purchaseorders.benchmarks.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.local.lambda.Invocable;
import io.purchaseorders.projections.order.AppliedEvents;
import io.purchaseorders.projections.order.OrderFold;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.order.OrderRowCodec;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The aggregators that users have: one event after another, each read from the stream, folded into its order's row, and
 * added to every counter that it touches. It folds with our own reducers, so that it comes to the same totals; what
 * differs is how it writes. The counters of one event are written side by side.
 */
final class EventByEvent implements Invocable {

    /** How an event is written. */
    enum Kind {
        /** An UpdateItem for each counter: a batch that is delivered again counts again. */
        PER_RECORD,
        /** One transaction with a marker of the event, so that it counts once. */
        TRANSACTION
    }

    /** Which rows there are of a key. */
    enum Rows {
        /** Those that ours has; other periods are summed on reading. */
        STORED,
        /** One for each granularity that can be asked for. */
        EVERY_GRANULARITY
    }

    static String label(Kind kind, Rows rows) {
        String how = switch (kind) {
            case PER_RECORD -> "per record";
            case TRANSACTION -> "a transaction";
        };
        return switch (rows) {
            case STORED -> how + ", the same rows";
            case EVERY_GRANULARITY -> how + ", every granularity";
        };
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final int WRITERS = 16;
    private static final byte[] ANSWER = "{\"state\":{},\"batchItemFailures\":[]}".getBytes(StandardCharsets.UTF_8);

    private final Kind kind;
    private final Rows rows;
    private final Tables tables;
    private final ExecutorService writers =
            Executors.newFixedThreadPool(WRITERS, Thread.ofVirtual().factory());

    EventByEvent(Kind kind, Rows rows, Tables tables) {
        this.kind = kind;
        this.rows = rows;
        this.tables = tables;
    }

    @Override
    public byte[] invoke(byte[] payload) {
        try {
            for (JsonNode record : JSON.readTree(payload).path("Records")) {
                Map<String, String> item = new HashMap<>();
                record.path("dynamodb")
                        .path("NewImage")
                        .properties()
                        .forEach(attribute -> item.put(
                                attribute.getKey(),
                                attribute.getValue().path("S").asText()));
                apply(EventItem.read(item));
            }
            return ANSWER;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void apply(RecordedEvent recorded) {
        String orderId = recorded.event().orderId();
        OrderFold.Step step = OrderFold.step(find(orderId).order(), recorded.event());
        OrderRow after =
                new OrderRow(step.after(), AppliedEvents.NONE, Optional.of(OrderRow.Position.of(recorded.event())));
        Map<RowKey, Measures> additions = new HashMap<>();
        Projections.contributions(step, ZoneOffset.UTC).forEach((row, measures) -> {
            if (rows == Rows.STORED) {
                additions.put(row, measures);
            } else if (row.granularity().equals(Optional.of(Granularity.HOUR))) {
                additions.putAll(periods(row, measures));
            }
        });
        switch (kind) {
            case PER_RECORD -> perRecord(orderId, after, additions);
            case TRANSACTION -> transaction(recorded, after, additions);
        }
    }

    private Map<RowKey, Measures> periods(RowKey hour, Measures measures) {
        Map<RowKey, Measures> all = new HashMap<>();
        LocalDateTime start = Granularity.HOUR.start(hour.notation()).orElseThrow();
        for (Granularity granularity : Granularity.values()) {
            all.put(RowKey.of(hour.aggregationKey(), granularity, start), measures);
        }
        return all;
    }

    private OrderRow find(String orderId) {
        Map<String, AttributeValue> item = tables.client()
                .getItem(get -> get.tableName(tables.aggregations())
                        .key(key(OrderRow.PREFIX + orderId, "STATE"))
                        .consistentRead(true))
                .item();
        AttributeValue state = item.get("state");
        return state == null ? OrderRow.none(orderId) : OrderRowCodec.read(orderId, state.s(), new byte[0]);
    }

    private void perRecord(String orderId, OrderRow after, Map<RowKey, Measures> additions) {
        List<Callable<Object>> writes = new ArrayList<>();
        additions.forEach((row, measures) -> {
            Addition addition = Addition.of(measures);
            writes.add(() -> tables.client()
                    .updateItem(UpdateItemRequest.builder()
                            .tableName(tables.aggregations())
                            .key(key(row.aggregationKey(), row.period()))
                            .updateExpression(addition.expression())
                            .expressionAttributeNames(addition.names())
                            .expressionAttributeValues(addition.values())
                            .build()));
        });
        writes.add(() -> tables.client()
                .putItem(put -> put.tableName(tables.aggregations()).item(order(orderId, after))));
        try {
            for (Future<Object> write : writers.invokeAll(writes)) {
                write.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a counter was not written", e.getCause());
        }
    }

    private void transaction(RecordedEvent recorded, OrderRow after, Map<RowKey, Measures> additions) {
        String orderId = recorded.event().orderId();
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(put(Put.builder()
                .item(key("EVENT#" + orderId, recorded.event().eventId()))
                .conditionExpression("attribute_not_exists(aggregationKey)")));
        items.add(put(Put.builder().item(order(orderId, after))));
        additions.forEach((row, measures) -> {
            Addition addition = Addition.of(measures);
            items.add(TransactWriteItem.builder()
                    .update(Update.builder()
                            .tableName(tables.aggregations())
                            .key(key(row.aggregationKey(), row.period()))
                            .updateExpression(addition.expression())
                            .expressionAttributeNames(addition.names())
                            .expressionAttributeValues(addition.values())
                            .build())
                    .build());
        });
        try {
            tables.client().transactWriteItems(write -> write.transactItems(items));
        } catch (TransactionCanceledException e) {
            boolean counted = e.cancellationReasons().getFirst().code().equals("ConditionalCheckFailed");
            if (!counted) {
                throw e;
            }
        }
    }

    private TransactWriteItem put(Put.Builder put) {
        return TransactWriteItem.builder()
                .put(put.tableName(tables.aggregations()).build())
                .build();
    }

    private static Map<String, AttributeValue> order(String orderId, OrderRow row) {
        Map<String, AttributeValue> item = new HashMap<>(key(OrderRow.PREFIX + orderId, "STATE"));
        item.put("state", AttributeValue.fromS(OrderRowCodec.write(row)));
        return item;
    }

    private static Map<String, AttributeValue> key(String aggregationKey, String period) {
        return Map.of(
                "aggregationKey", AttributeValue.fromS(aggregationKey),
                "period", AttributeValue.fromS(period));
    }

    /** What is added to a row, as an update says it. */
    private record Addition(String expression, Map<String, String> names, Map<String, AttributeValue> values) {

        static Addition of(Measures measures) {
            StringBuilder expression = new StringBuilder("ADD");
            Map<String, String> names = new HashMap<>();
            Map<String, AttributeValue> values = new HashMap<>();
            measures.values().forEach((name, value) -> {
                int number = names.size();
                expression
                        .append(number == 0 ? " #m" : ", #m")
                        .append(number)
                        .append(" :m")
                        .append(number);
                names.put("#m" + number, name);
                values.put(":m" + number, AttributeValue.fromN(value.toPlainString()));
            });
            return new Addition(expression.toString(), names, values);
        }
    }
}
