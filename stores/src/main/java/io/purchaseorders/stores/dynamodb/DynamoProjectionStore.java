package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.AGGREGATION_KEY;
import static io.purchaseorders.stores.dynamodb.StoredNames.DAYS;
import static io.purchaseorders.stores.dynamodb.StoredNames.ORDER_PERIOD;
import static io.purchaseorders.stores.dynamodb.StoredNames.PERIOD;
import static io.purchaseorders.stores.dynamodb.StoredNames.VERSION;

import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.MeasureId;
import io.purchaseorders.projections.totals.MeasuresBuilder;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.ShardCursor;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Totals and order rows in the aggregations table. One write unit a row and batch, and no read before it. */
public final class DynamoProjectionStore implements ProjectionStore {

    /** DynamoDB's error code of an addition to a value that is not a number, or beyond its 38 digits. */
    private static final String VALIDATION = "ValidationException";

    /** Sorts after every period, and after a period's quarantine row. */
    private static final String AFTER_PERIODS = "~";

    private final Tables tables;
    private final KeyedTable table;
    private final CodecVersion.Known totals;
    private final CodecVersion.Known days;

    public DynamoProjectionStore(Tables tables) {
        this(tables, CodecVersion.TOTALS.known(), CodecVersion.DAYS.known());
    }

    /** As a release sees the tables that knows other versions. */
    DynamoProjectionStore(Tables tables, CodecVersion.Known totals, CodecVersion.Known days) {
        this.tables = tables;
        this.table = tables.aggregationsTable();
        this.totals = totals;
        this.days = days;
    }

    @Override
    public Added add(Addition addition) {
        return add(addition, totals.writes());
    }

    private Added add(Addition addition, int codec) {
        try {
            table.client().updateItem(new RowUpdate(addition).request(table, codec));
            return new Added.Done();
        } catch (ConditionalCheckFailedException refused) {
            int stored = totals.check(CodecVersion.TOTALS, refused.item());
            if (stored > codec) {
                return add(addition, stored);
            }
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
                cursor, table.item(row.aggregationKey(), row.period()).orElse(Map.of()));
    }

    @Override
    public void seal(RowKey row) {
        table.client().updateItem(RowUpdate.seal(table, row));
    }

    @Override
    public OrderRows find(Set<String> orderIds) {
        Map<String, OrderRow> rows = new HashMap<>();
        Map<String, String> unreadable = new HashMap<>();
        for (Map<String, AttributeValue> item : read(List.copyOf(orderIds))) {
            OrderItem.read(item)
                    .peek(row -> rows.put(row.order().orderId(), row))
                    .peekLeft(reason -> unreadable.put(OrderItem.orderId(item), reason));
        }
        return new OrderRows(rows, unreadable);
    }

    /** Reads one order by a query, because the API's role allows nothing else. */
    private List<Map<String, AttributeValue>> read(List<String> orderIds) {
        if (orderIds.size() == 1) {
            return table.item(OrderRow.PREFIX + orderIds.getFirst(), ORDER_PERIOD).stream()
                    .toList();
        }
        return table.items(
                orderIds.stream().map(orderId -> OrderItem.key(table, orderId)).toList(), true);
    }

    @Override
    public boolean fits(OrderRow row) {
        return OrderItem.fits(row);
    }

    @Override
    public boolean putOrder(OrderRow row, int expectedVersion) {
        Map<String, AttributeValue> item = OrderItem.write(table, row);
        return expectedVersion == 0
                ? table.insert(item).isEmpty()
                : table.replace(item, VERSION + " = :expected", Map.of(":expected", Attributes.number(expectedVersion)))
                        .isEmpty();
    }

    /** Reads with eventual consistency, at half the price: the caller could have asked a moment earlier as well. */
    @Override
    public Stream<TotalsRow> totals(
            String aggregationKey, Granularity granularity, Optional<String> from, Optional<String> to) {
        String first = granularity.storedPrefix() + from.orElse("");
        String last = granularity.storedPrefix() + to.orElse("") + AFTER_PERIODS;
        return table.items(table.query(
                                aggregationKey,
                                PERIOD + " BETWEEN :from AND :to",
                                Map.of(":from", Attributes.text(first), ":to", Attributes.text(last)))
                        .consistentRead(false))
                .map(item -> totalsRow(item, true));
    }

    /** With eventual consistency, as a query of the same rows. */
    @Override
    public List<TotalsRow> totals(Collection<RowKey> rows) {
        return table
                .items(
                        rows.stream()
                                .map(row -> table.key(row.aggregationKey(), row.period()))
                                .toList(),
                        false)
                .stream()
                .map(item -> totalsRow(item, true))
                .toList();
    }

    @Override
    public Stream<DirectoryEntry> directory(DirectoryQuestion question) {
        return new DirectoryIndex(table).entries(question);
    }

    @Override
    public void note(DayOrders orders) {
        new DayItem(table).add(orders, days);
    }

    @Override
    public Optional<LocalDate> firstDayWithOrders(LocalDate from, LocalDate to) {
        return new DayItem(table).first(from, to);
    }

    @Override
    public List<String> ordersOn(LocalDate day, Hours hours, String after, int most) {
        return new DayItem(table).orders(day, hours, after, most);
    }

    @Override
    public Stream<OrderOnDay> allOrdersByDay() {
        return scan(key -> key.startsWith(DAYS)).flatMap(DayItem::entries);
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
        RowAudit audit = audit();
        return table.scan().flatMap(item -> audit.findings(item).stream());
    }

    @Override
    public void forEachRow(Rows rows) {
        RowAudit audit = audit();
        table.scan().forEach(item -> {
            String key = Attributes.text(item, AGGREGATION_KEY);
            List<IntegrityFinding> findings = audit.findings(item);
            if (key.startsWith(OrderRow.PREFIX)) {
                OrderItem.read(item).forEach(rows::order);
            } else if (Projections.isKey(key)) {
                rows.totals(totalsRow(item, false));
            } else if (key.startsWith(DAYS) && findings.isEmpty()) {
                DayItem.entries(item).forEach(rows::day);
            }
            findings.forEach(rows::finding);
        });
    }

    private RowAudit audit() {
        DynamoShardStore shards = new DynamoShardStore(tables);
        return new RowAudit(shards.shards(), shards.rolledUp().appliedThrough());
    }

    private Stream<Map<String, AttributeValue>> scan(Predicate<String> wanted) {
        return table.scan().filter(item -> wanted.test(Attributes.text(item, AGGREGATION_KEY)));
    }

    /**
     * @param isAnswer whether a value that is not a number must be refused; audits leave it out and report it
     *     separately
     */
    private static TotalsRow totalsRow(Map<String, AttributeValue> item, boolean isAnswer) {
        CodecVersion.TOTALS.check(item);
        RowKey key = new RowKey(Attributes.text(item, AGGREGATION_KEY), Attributes.text(item, PERIOD));
        MeasuresBuilder measures = new MeasuresBuilder();
        item.forEach((name, value) -> MeasureId.parse(name).ifPresent(id -> {
            if (isAnswer || value.n() != null) {
                measures.add(id, number(key, name, value));
            }
        }));
        return new TotalsRow(key, measures.build());
    }

    private static BigDecimal number(RowKey key, String name, AttributeValue value) {
        if (value.n() == null) {
            throw new IllegalStateException("attribute " + name + " of totals row " + key + " is not a number");
        }
        return new BigDecimal(value.n());
    }
}
