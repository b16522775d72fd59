package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.ShardRow;
import io.purchaseorders.stores.ShardRow.Window;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A shard as an item. The names are stored: renaming one is a migration. */
final class ShardItem {

    static final String ORDINAL = "ordinal";
    static final String RECORDED_THROUGH = "recordedThrough";
    static final String ENDED_TO = "windowEndedTo";

    /** The end of the last window that was ended early; it says nothing about time. */
    static final String EARLY_TO = "windowEarlyTo";

    private static final String CLOSED = "closed";
    private static final String APPLIED_THROUGH = "appliedThrough";
    private static final String WINDOW_FIRST = "windowFirst";

    /** Begins the names of the record counts: the shard's own, and those of all its checkpoints. */
    static final String OWN = "";

    static final String CHECKPOINTED = "window_";

    private ShardItem() {}

    static ShardRow row(Map<String, AttributeValue> item) {
        @Nullable AttributeValue closed = item.get(CLOSED);
        return new ShardRow(
                Attributes.of(item, Attributes.PERIOD).s(),
                number(item, ORDINAL),
                closed != null && Boolean.TRUE.equals(closed.bool()),
                sequenceNumber(item, APPLIED_THROUGH),
                instant(item, RECORDED_THROUGH),
                recordCounts(item, OWN),
                new Window(
                        instant(item, ENDED_TO), sequenceNumber(item, WINDOW_FIRST), recordCounts(item, CHECKPOINTED)));
    }

    static RecordCounts recordCounts(Map<String, AttributeValue> item, String prefix) {
        return new RecordCounts(
                number(item, prefix + "received"),
                number(item, prefix + "applied"),
                number(item, prefix + "released"),
                number(item, prefix + "quarantined"),
                number(item, prefix + "duplicates"),
                number(item, prefix + "violations"));
    }

    /** What {@link #additions} refers to. */
    static Map<String, AttributeValue> values(RecordCounts recordCounts) {
        return Map.of(
                ":received", Attributes.number(recordCounts.received()),
                ":applied", Attributes.number(recordCounts.applied()),
                ":released", Attributes.number(recordCounts.released()),
                ":quarantined", Attributes.number(recordCounts.quarantined()),
                ":duplicates", Attributes.number(recordCounts.duplicates()),
                ":violations", Attributes.number(recordCounts.violations()));
    }

    /** The part of an update that adds recordCounts. */
    static String additions(String prefix) {
        return " ADD " + prefix + "received :received, " + prefix + "applied :applied, " + prefix
                + "released :released, " + prefix + "quarantined :quarantined, " + prefix + "duplicates :duplicates, "
                + prefix + "violations :violations";
    }

    static long number(Map<String, AttributeValue> item, String name) {
        @Nullable AttributeValue value = item.get(name);
        return value == null ? 0 : Long.parseLong(value.n());
    }

    static Optional<SequenceNumber> sequenceNumber(Map<String, AttributeValue> item, String name) {
        @Nullable AttributeValue value = item.get(name);
        return value == null ? Optional.empty() : Optional.of(new SequenceNumber(value.s()));
    }

    static Optional<Instant> instant(Map<String, AttributeValue> item, String name) {
        @Nullable AttributeValue value = item.get(name);
        return value == null ? Optional.empty() : Optional.of(Instant.parse(value.s()));
    }
}
