package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.ShardCursor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Totals and order rows in the aggregations table. One write unit a row and batch, and no read before it. */
public final class DynamoProjectionStore implements ProjectionStore {

    /** What BatchGetItem takes at most. */
    private static final int KEYS_A_CALL = 100;

    /** What DynamoDB calls an addition to something that is no number, or beyond its 38 digits. */
    private static final String VALIDATION = "ValidationException";

    /** Sorts behind every hour of a day. */
    private static final String BEHIND_HOURS = "~";

    private final Tables tables;

    public DynamoProjectionStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Added add(Addition addition) {
        try {
            tables.client().updateItem(new RowUpdate(addition).request(tables.aggregations()));
            return new Added.Done();
        } catch (ConditionalCheckFailedException refused) {
            return new Added.Refused(RowUpdate.progress(addition.cursor(), refused.item()));
        } catch (DynamoDbException e) {
            if (VALIDATION.equals(e.awsErrorDetails().errorCode())) {
                return new Added.Impossible(e.awsErrorDetails().errorMessage());
            }
            throw e;
        }
    }

    @Override
    public Progress progress(RowKey row, ShardCursor cursor) {
        return RowUpdate.progress(
                cursor,
                tables.client()
                        .getItem(get -> get.tableName(tables.aggregations())
                                .key(Attributes.key(row.aggregationKey(), row.period()))
                                .consistentRead(true))
                        .item());
    }

    @Override
    public void seal(RowKey row) {
        tables.client().updateItem(RowUpdate.seal(tables.aggregations(), row));
    }

    @Override
    public OrderRows find(Set<String> orderIds) {
        Map<String, OrderRow> rows = new HashMap<>();
        Map<String, String> unreadable = new HashMap<>();
        List<String> ids = List.copyOf(orderIds);
        for (int from = 0; from < ids.size(); from += KEYS_A_CALL) {
            for (Map<String, AttributeValue> item : read(ids.subList(from, Math.min(ids.size(), from + KEYS_A_CALL)))) {
                OrderItem.read(item)
                        .peek(row -> rows.put(row.order().orderId(), row))
                        .peekLeft(reason -> unreadable.put(OrderItem.orderId(item), reason));
            }
        }
        return new OrderRows(rows, unreadable);
    }

    @Override
    public boolean fits(OrderRow row) {
        return OrderItem.fits(row);
    }

    private List<Map<String, AttributeValue>> read(List<String> orderIds) {
        if (orderIds.size() == 1) {
            // Costs the same, and is the kind of request that marks and shards are read by: a start, whose batch is one
            // event as a rule, loads one kind less.
            return Pages.items(tables.client(), OrderItem.query(tables.aggregations(), orderIds.getFirst()))
                    .toList();
        }
        Map<String, KeysAndAttributes> asked = Map.of(
                tables.aggregations(),
                KeysAndAttributes.builder()
                        .keys(orderIds.stream().map(OrderItem::key).toList())
                        .consistentRead(true)
                        .build());
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        while (!asked.isEmpty()) {
            Map<String, KeysAndAttributes> now = asked;
            BatchGetItemResponse answer = tables.client().batchGetItem(get -> get.requestItems(now));
            items.addAll(answer.responses().getOrDefault(tables.aggregations(), List.of()));
            asked = answer.unprocessedKeys();
        }
        return items;
    }

    @Override
    public boolean putOrder(OrderRow row, int expectedVersion) {
        try {
            tables.client().updateItem(OrderItem.update(tables.aggregations(), row, expectedVersion));
            return true;
        } catch (ConditionalCheckFailedException changedMeanwhile) {
            return false;
        }
    }

    @Override
    public Stream<TotalsRow> totals(String aggregationKey, String from, String to) {
        QueryRequest query = QueryRequest.builder()
                .tableName(tables.aggregations())
                .keyConditionExpression("aggregationKey = :key AND period BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":key", Attributes.text(aggregationKey),
                        ":from", Attributes.text(from),
                        ":to", Attributes.text(to + BEHIND_HOURS)))
                .build();
        return Pages.items(tables.client(), query).map(item -> totalsRow(item, true));
    }

    @Override
    public Stream<TotalsRow> allTotals() {
        return scan(Projections::isKey).map(item -> totalsRow(item, false));
    }

    @Override
    public Stream<OrderRow> allOrders() {
        return scan(key -> key.startsWith(OrderRow.PREFIX))
                .flatMap(item -> OrderItem.read(item).toJavaStream());
    }

    @Override
    public Stream<IntegrityFinding> integrityFindings() {
        DynamoShardStore shards = new DynamoShardStore(tables);
        RowAudit audit = new RowAudit(shards.shards(), shards.rolledUp().appliedThrough());
        return scan(key -> true).flatMap(item -> audit.findings(item).stream());
    }

    private Stream<Map<String, AttributeValue>> scan(Predicate<String> wanted) {
        return tables
                .client()
                .scanPaginator(scan -> scan.tableName(tables.aggregations()).consistentRead(true))
                .items()
                .stream()
                .filter(item -> wanted.test(
                        Attributes.of(item, Attributes.AGGREGATION_KEY).s()));
    }

    /** @param isAnswer where a value that is no number must not be left out; an audit tells of it otherwise */
    private static TotalsRow totalsRow(Map<String, AttributeValue> item, boolean isAnswer) {
        RowKey key = new RowKey(
                Attributes.of(item, Attributes.AGGREGATION_KEY).s(),
                Attributes.of(item, Attributes.PERIOD).s());
        TreeMap<String, BigDecimal> measures = new TreeMap<>();
        item.forEach((name, value) -> {
            if (RowKey.isMeasure(name) && (isAnswer || value.n() != null)) {
                measures.put(name, number(key, name, value));
            }
        });
        return new TotalsRow(key, new Measures(measures));
    }

    private static BigDecimal number(RowKey key, String name, AttributeValue value) {
        if (value.n() == null) {
            throw new IllegalStateException("attribute " + name + " of totals row " + key + " is no number");
        }
        return new BigDecimal(value.n());
    }
}
