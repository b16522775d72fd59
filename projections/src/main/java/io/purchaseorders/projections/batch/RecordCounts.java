package io.purchaseorders.projections.batch;

/**
 * What became of the stream's records, each counted once, whatever was retried: a record counts in the one write that
 * moves its shard beyond it. So the sums over all shards close against the two tables:
 *
 * <ul>
 *   <li>received = applied + released + quarantined + duplicates + violations;
 *   <li>events stored = applied + quarantined;
 *   <li>events in the orders' rows = applied + released;
 *   <li>events quarantined now = quarantined - released.
 * </ul>
 *
 * @param received distinct records of the stream
 * @param applied new events that their order's row holds
 * @param released events that were quarantined once and that their order's row holds since
 * @param quarantined new items that were quarantined
 * @param duplicates records that had nothing to add, as a second request to release an event
 * @param violations changes of the immutable events
 */
public record RecordCounts(
        long received, long applied, long released, long quarantined, long duplicates, long violations) {

    public static final RecordCounts NONE = new RecordCounts(0, 0, 0, 0, 0, 0);

    // One record each, for what can become of it.
    public static final RecordCounts APPLIED = new RecordCounts(1, 1, 0, 0, 0, 0);
    public static final RecordCounts RELEASED = new RecordCounts(1, 0, 1, 0, 0, 0);
    public static final RecordCounts QUARANTINED = new RecordCounts(1, 0, 0, 1, 0, 0);
    public static final RecordCounts DUPLICATE = new RecordCounts(1, 0, 0, 0, 1, 0);
    public static final RecordCounts VIOLATION = new RecordCounts(1, 0, 0, 0, 0, 1);

    /** A record of which nobody can say what became of it; it must not exist. */
    public static final RecordCounts UNACCOUNTED = new RecordCounts(1, 0, 0, 0, 0, 0);

    public RecordCounts plus(RecordCounts other) {
        return new RecordCounts(
                received + other.received,
                applied + other.applied,
                released + other.released,
                quarantined + other.quarantined,
                duplicates + other.duplicates,
                violations + other.violations);
    }

    public RecordCounts minus(RecordCounts other) {
        return new RecordCounts(
                received - other.received,
                applied - other.applied,
                released - other.released,
                quarantined - other.quarantined,
                duplicates - other.duplicates,
                violations - other.violations);
    }

    /** Records of which it is not known what became of them; 0 where the record counts close. */
    public long unaccounted() {
        return received - applied - released - quarantined - duplicates - violations;
    }
}
