package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.APPLIED_THROUGH;
import static io.purchaseorders.stores.dynamodb.StoredNames.CLOSED;
import static io.purchaseorders.stores.dynamodb.StoredNames.ORDINAL;
import static io.purchaseorders.stores.dynamodb.StoredNames.PERIOD;
import static io.purchaseorders.stores.dynamodb.StoredNames.RECORDED_THROUGH;
import static io.purchaseorders.stores.dynamodb.StoredNames.WINDOW_COUNT;
import static io.purchaseorders.stores.dynamodb.StoredNames.WINDOW_ENDED_TO;
import static io.purchaseorders.stores.dynamodb.StoredNames.WINDOW_FIRST;

import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.ShardRow;
import io.purchaseorders.stores.ShardRow.Window;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A shard's row as an item, and the record counts that shards, checkpoints and their sum have in common. */
final class ShardItem {

    /** Begins the names of a shard's own record counts. */
    static final String OWN = "";

    private ShardItem() {}

    static ShardRow row(Map<String, AttributeValue> item) {
        CodecVersion.SHARD.check(item);
        return new ShardRow(
                Attributes.text(item, PERIOD),
                Attributes.number(item, ORDINAL),
                Attributes.find(item, CLOSED).map(AttributeValue::bool).orElse(false),
                sequenceNumber(item, APPLIED_THROUGH),
                Attributes.instant(item, RECORDED_THROUGH),
                recordCounts(item, OWN),
                new Window(
                        Attributes.instant(item, WINDOW_ENDED_TO),
                        sequenceNumber(item, WINDOW_FIRST),
                        recordCounts(item, WINDOW_COUNT)));
    }

    /** Record counts by the names under which they are stored, in an order that never changes. */
    static SequencedMap<String, Long> counts(RecordCounts counts) {
        SequencedMap<String, Long> named = new LinkedHashMap<>();
        named.put("received", counts.received());
        named.put("applied", counts.applied());
        named.put("released", counts.released());
        named.put("quarantined", counts.quarantined());
        named.put("duplicates", counts.duplicates());
        named.put("violations", counts.violations());
        return named;
    }

    static RecordCounts recordCounts(Map<String, AttributeValue> item, String prefix) {
        return new RecordCounts(
                Attributes.number(item, prefix + "received"),
                Attributes.number(item, prefix + "applied"),
                Attributes.number(item, prefix + "released"),
                Attributes.number(item, prefix + "quarantined"),
                Attributes.number(item, prefix + "duplicates"),
                Attributes.number(item, prefix + "violations"));
    }

    /** The part of an update that adds record counts; {@link #values} has what it refers to. */
    static String additions(String prefix) {
        return counts(RecordCounts.NONE).keySet().stream()
                .map(name -> prefix + name + " :" + name)
                .collect(Collectors.joining(", ", " ADD ", ""));
    }

    /** What {@link #additions} refers to, to be completed by what else the update refers to. */
    static Map<String, AttributeValue> values(RecordCounts recordCounts) {
        Map<String, AttributeValue> values = new HashMap<>();
        counts(recordCounts).forEach((name, count) -> values.put(":" + name, Attributes.number(count)));
        return values;
    }

    static Optional<SequenceNumber> sequenceNumber(Map<String, AttributeValue> item, String name) {
        return Attributes.find(item, name).map(AttributeValue::s).map(SequenceNumber::new);
    }
}
