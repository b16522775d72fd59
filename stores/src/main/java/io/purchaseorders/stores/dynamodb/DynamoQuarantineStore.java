package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.ACKNOWLEDGED_AT;
import static io.purchaseorders.stores.dynamodb.StoredNames.ACKNOWLEDGED_BY;
import static io.purchaseorders.stores.dynamodb.StoredNames.ACKNOWLEDGED_REASON;
import static io.purchaseorders.stores.dynamodb.StoredNames.AFTER;
import static io.purchaseorders.stores.dynamodb.StoredNames.AT;
import static io.purchaseorders.stores.dynamodb.StoredNames.BEFORE;
import static io.purchaseorders.stores.dynamodb.StoredNames.ENTRY;
import static io.purchaseorders.stores.dynamodb.StoredNames.KIND;
import static io.purchaseorders.stores.dynamodb.StoredNames.ORDER_ID;
import static io.purchaseorders.stores.dynamodb.StoredNames.PAYLOAD;
import static io.purchaseorders.stores.dynamodb.StoredNames.PRINCIPAL;
import static io.purchaseorders.stores.dynamodb.StoredNames.QUARANTINE;
import static io.purchaseorders.stores.dynamodb.StoredNames.QUARANTINED;
import static io.purchaseorders.stores.dynamodb.StoredNames.QUARANTINED_EVENT;
import static io.purchaseorders.stores.dynamodb.StoredNames.QUARANTINED_ROW;
import static io.purchaseorders.stores.dynamodb.StoredNames.REASON;
import static io.purchaseorders.stores.dynamodb.StoredNames.ROW_KEY;
import static io.purchaseorders.stores.dynamodb.StoredNames.ROW_PERIOD;
import static io.purchaseorders.stores.dynamodb.StoredNames.SHARD;
import static io.purchaseorders.stores.dynamodb.StoredNames.TIME;
import static io.purchaseorders.stores.dynamodb.StoredNames.TIMESTAMP;
import static io.purchaseorders.stores.dynamodb.StoredNames.VIOLATED;
import static io.purchaseorders.stores.dynamodb.StoredNames.VIOLATIONS;

import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.QuarantineStore;
import io.purchaseorders.stores.Violation;
import io.purchaseorders.stores.Violation.Acknowledgement;
import io.purchaseorders.stores.Violation.Evidence;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Partitions of the intake table, empty while all is well. Every batch reads the one that names what is in
 * quarantine; payloads, which can be large, are kept apart, so that a batch does not pay for them.
 */
public final class DynamoQuarantineStore implements QuarantineStore {

    /** The reason of a canceled transaction where an item exists that must be absent. */
    private static final String IS_THERE = "ConditionalCheckFailed";

    private final KeyedTable table;

    /** What is in quarantine. */
    private final String marks;

    /** Its payloads, and what was released. */
    private final String payloads;

    /** The quarantine of the generation that the tables are of: each decides for itself, by the same rules. */
    public DynamoQuarantineStore(Tables tables) {
        this.table = tables.intakeTable();
        this.marks = QUARANTINE + tables.generation();
        this.payloads = QUARANTINED + tables.generation();
    }

    @Override
    public QuarantineState state() {
        Set<EventRef> events = new HashSet<>();
        Set<EventRef> recovered = new HashSet<>();
        Set<RowKey> rows = new HashSet<>();
        quarantined(table.items(marks)).forEach(item -> {
            if (isRow(item)) {
                rows.add(row(item));
            } else {
                events.add(event(item));
                if (Attributes.text(item, REASON).equals(RECOVERED)) {
                    recovered.add(event(item));
                }
            }
        });
        return new QuarantineState(events, recovered, rows);
    }

    @Override
    public Stream<Decision> decisions(String after) {
        return quarantined(after.isEmpty() ? table.items(marks) : table.after(marks, after))
                .map(item -> new Decision(
                        Attributes.text(item, ENTRY),
                        isRow(item) ? new Subject.Row(row(item)) : new Subject.Event(event(item)),
                        Attributes.text(item, REASON)));
    }

    /**
     * Writes both items or none. Once the event is applied, an item without its payload stays and keeps late writers
     * out.
     */
    @Override
    public void quarantine(QuarantinedEvent quarantined) {
        String period = QuarantineItem.period(quarantined.event());
        Map<String, AttributeValue> mark = new HashMap<>(Attributes.texts(Map.of(
                ORDER_ID, quarantined.event().orderId(),
                TIMESTAMP, quarantined.event().timestamp(),
                SHARD, quarantined.shardId(),
                AT, quarantined.at().digits())));
        mark.put(REASON, QuarantineItem.reason(quarantined.reason()));
        try {
            table.client()
                    .transactWriteItems(write -> write.transactItems(
                            absent(payloads, period, Map.of(PAYLOAD, QuarantineItem.payload(quarantined.payload()))),
                            absent(marks, period, mark)));
        } catch (TransactionCanceledException canceled) {
            if (canceled.cancellationReasons().stream().noneMatch(reason -> IS_THERE.equals(reason.code()))) {
                throw canceled;
            }
            return; // the first decision holds
        }
    }

    private TransactWriteItem absent(String partition, String period, Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table.name())
                        .item(item(partition, period, values))
                        .conditionExpression(table.isAbsent()))
                .build();
    }

    private Map<String, AttributeValue> item(String partition, String period, Map<String, AttributeValue> values) {
        return item(CodecVersion.QUARANTINE, partition, period, values);
    }

    private Map<String, AttributeValue> item(
            CodecVersion version, String partition, String entry, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> item = version.stamped(values);
        item.putAll(table.key(partition, entry));
        return item;
    }

    /** Items of the quarantine, none of which newer code wrote. */
    private static Stream<Map<String, AttributeValue>> quarantined(Stream<Map<String, AttributeValue>> items) {
        return items.map(item -> {
            CodecVersion.QUARANTINE.check(item);
            return item;
        });
    }

    @Override
    public void quarantine(RowKey row, String reason) {
        Map<String, AttributeValue> mark =
                new HashMap<>(Attributes.texts(Map.of(ROW_KEY, row.aggregationKey(), ROW_PERIOD, row.period())));
        mark.put(REASON, QuarantineItem.reason(reason));
        // Where the row is quarantined already, the first decision holds.
        table.insert(item(marks, QUARANTINED_ROW + row.aggregationKey() + "#" + row.period(), mark));
    }

    @Override
    public void applied(EventRef event) {
        String period = QuarantineItem.period(event);
        table.overwrite(CodecVersion.QUARANTINE, item(payloads, period, Map.of()));
        table.delete(table.key(marks, period));
    }

    /** The contents first: whoever finds the violation finds them. */
    @Override
    public void record(Violation violation) {
        keep(violation.id() + BEFORE, violation.evidence().before());
        keep(violation.id() + AFTER, violation.evidence().after());
        Map<String, AttributeValue> values = new HashMap<>(Attributes.texts(Map.of(
                ORDER_ID, violation.event().orderId(),
                TIMESTAMP, violation.event().timestamp(),
                KIND, violation.kind().name(),
                SHARD, violation.shardId(),
                AT, violation.at().digits())));
        violation.evidence().time().ifPresent(time -> values.put(TIME, Attributes.text(time.toString())));
        violation.evidence().principal().ifPresent(name -> values.put(PRINCIPAL, Attributes.text(name)));
        table.insert(item(CodecVersion.VIOLATION, VIOLATIONS, violation.id(), values));
    }

    private void keep(String entry, String content) {
        if (!content.isEmpty()) {
            table.insert(
                    item(CodecVersion.VIOLATION, VIOLATED, entry, Map.of(PAYLOAD, QuarantineItem.payload(content))));
        }
    }

    @Override
    public boolean acknowledge(String id, Acknowledgement acknowledgement) {
        Map<String, AttributeValue> values = new HashMap<>(Attributes.texts(Map.of(
                ":by", acknowledgement.by(),
                ":reason", acknowledgement.reason(),
                ":at", acknowledgement.at().toString())));
        values.put(CodecVersion.KNOWN, CodecVersion.VIOLATION.readUpTo());
        Optional<Map<String, AttributeValue>> refused = table.change(
                table.key(VIOLATIONS, id),
                "SET " + ACKNOWLEDGED_BY + " = :by, " + ACKNOWLEDGED_REASON + " = :reason, " + ACKNOWLEDGED_AT
                        + " = :at",
                table.exists() + " AND attribute_not_exists(" + ACKNOWLEDGED_BY + ") AND " + CodecVersion.isKnown(),
                values);
        refused.ifPresent(CodecVersion.VIOLATION::check);
        return refused.isEmpty();
    }

    @Override
    public List<QuarantinedEvent> events() {
        return quarantined(table.items(marks))
                .filter(item -> !isRow(item))
                .map(this::quarantined)
                .toList();
    }

    private static RowKey row(Map<String, AttributeValue> item) {
        return new RowKey(Attributes.text(item, ROW_KEY), Attributes.text(item, ROW_PERIOD));
    }

    private static boolean isRow(Map<String, AttributeValue> item) {
        return item.containsKey(ROW_KEY);
    }

    @Override
    public List<QuarantinedEvent> of(String orderId) {
        return quarantined(table.beginningWith(marks, QUARANTINED_EVENT + orderId + "#"))
                .map(this::quarantined)
                .toList();
    }

    private QuarantinedEvent quarantined(Map<String, AttributeValue> item) {
        return new QuarantinedEvent(
                event(item),
                Attributes.text(item, REASON),
                Attributes.text(item, SHARD),
                new SequenceNumber(Attributes.text(item, AT)),
                payload(CodecVersion.QUARANTINE, payloads, Attributes.text(item, ENTRY)));
    }

    private String payload(CodecVersion version, String partition, String entry) {
        return table.item(partition, entry)
                .flatMap(item -> {
                    version.check(item);
                    return Attributes.find(item, PAYLOAD);
                })
                .map(QuarantineItem::payload)
                .orElse("");
    }

    @Override
    public List<Violation> violations() {
        return table.items(VIOLATIONS).map(this::violation).toList();
    }

    private Violation violation(Map<String, AttributeValue> item) {
        CodecVersion.VIOLATION.check(item);
        String id = Attributes.text(item, ENTRY);
        return new Violation(
                event(item),
                Violation.Kind.valueOf(Attributes.text(item, KIND)),
                Attributes.text(item, SHARD),
                new SequenceNumber(Attributes.text(item, AT)),
                new Evidence(
                        Attributes.instant(item, TIME),
                        Attributes.find(item, PRINCIPAL).map(AttributeValue::s),
                        payload(CodecVersion.VIOLATION, VIOLATED, id + BEFORE),
                        payload(CodecVersion.VIOLATION, VIOLATED, id + AFTER)),
                Attributes.find(item, ACKNOWLEDGED_BY)
                        .map(by -> new Acknowledgement(
                                by.s(),
                                Attributes.text(item, ACKNOWLEDGED_REASON),
                                Instant.parse(Attributes.text(item, ACKNOWLEDGED_AT)))));
    }

    private static EventRef event(Map<String, AttributeValue> item) {
        return new EventRef(Attributes.text(item, ORDER_ID), Attributes.text(item, TIMESTAMP));
    }
}
