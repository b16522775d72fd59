package io.purchaseorders.stores.dynamodb;

/**
 * Every name that is stored in a table: attributes, partitions, and what begins a key. Renaming one is a migration of what is
 * stored, and of the exports and templates that name it.
 */
public final class StoredNames {

    /** The partition key of the events table. */
    public static final String ORDER_ID = "orderId";

    /** The sort key of the events table. */
    public static final String TIMESTAMP = "timestamp";

    public static final String TYPE = "type";
    public static final String SOURCE = "source";
    public static final String RECORDED_AT = "recordedAt";
    public static final String DETAIL = "detail";

    /** The authentication code of the attributes before. */
    public static final String MAC = "mac";

    /** On OrderPlaced only: puts the order into the customer index. */
    public static final String CUSTOMER_ID = "customerId";

    /** The index over OrderPlaced by customer. */
    public static final String CUSTOMER_INDEX = "CustomerIndex";

    /** Begins the sort key of an item that asks for another delivery; it sorts after every event. */
    static final String RELEASE = "~release#";

    /** The partition key of the aggregations table. */
    public static final String AGGREGATION_KEY = "aggregationKey";

    /** The sort key of the aggregations table. */
    public static final String PERIOD = "period";

    // A row of totals, beside its measures. After appliedThrough follows a shard's ordinal.
    static final String FENCE = "fence";
    static final String APPLIED_THROUGH = "appliedThrough";
    static final String SEALED = "sealed";

    /** On the rows of months, of projections with many keys: the partition of the index that names them. */
    public static final String DIRECTORY = "directory";

    /** The index of those rows by month, then by key. */
    public static final String DIRECTORY_INDEX = "DirectoryIndex";

    // An order's row.
    static final String ORDER_PERIOD = "STATE";
    static final String VERSION = "version";
    static final String STATE = "state";
    static final String APPLIED = "applied";

    // The orders by day: a partition a year, so that days without orders are passed over; the day begins the sort key.
    static final String DAYS = "DAYS#";
    static final String ORDERS = "orders";

    // The shards of the stream: one partition; the counter and the sum sort before every shard id.
    static final String SHARDS = "SHARDS";
    static final String SHARD_COUNTER = "#counter";
    static final String SHARD_SUM = "#sum";
    static final String ORDINAL = "ordinal";
    static final String CLOSED = "closed";
    static final String RECORDED_THROUGH = "recordedThrough";
    static final String WINDOW_FIRST = "windowFirst";
    static final String WINDOW_ENDED_TO = "windowEndedTo";

    /** The end of the last window that was ended early; it says nothing about time. */
    static final String WINDOW_EARLY_TO = "windowEarlyTo";

    /** Begins the names of the record counts of all checkpoints of a shard; the shard's own have no prefix. */
    static final String WINDOW_COUNT = "window_";

    static final String ROLLED_UP_TO = "rolledUpTo";
    static final String SHARDS_ROLLED_UP = "shards";

    // A shard's checkpoints: a partition each.
    static final String CHECKPOINT = "CHECKPOINT#";
    static final String WINDOW_START = "start";
    static final String FIRST = "first";
    static final String LAST = "last";
    static final String SEEN_DELIVERED = "seenDelivered";
    static final String SEEN_COMPLETED = "seenCompleted";
    static final String SEEN_CONFLICTS = "seenConflicts";
    static final String SEEN_ANOMALIES = "seenAnomalies";

    /** Ends a checkpoint's key where its window was ended early. */
    static final String EARLY = "#early";

    /** The partition key of the intake table. */
    public static final String SUBJECT = "subject";

    /** The sort key of the intake table. */
    public static final String ENTRY = "entry";

    // What is kept about one event besides the event itself: one partition per event.
    static final String RECEIPT = "RECEIPT#";
    static final String DUPLICATES_ENTRY = "DUPLICATES";
    static final String DUPLICATES = "duplicates";
    static final String LAST_DELIVERY = "lastDelivery";

    // What was about to be stored, one item a slot.
    static final String NOTES = "NOTES";
    static final String NOTED = "noted";
    static final String REVISION = "revision";

    // Rejections: the list, in partitions by a digit of the id; and a partition of each rejection, which says when its
    // content was first refused and whether all of it is kept, and holds the parts of a content that is large.
    // The receipt of an event names its rejections by entries with the same prefix, and its conflicts by a longer one.
    static final String REJECTIONS = "REJECTIONS#";
    static final String REJECTION = "REJECTION#";
    static final String CONFLICTS = "CONFLICT#";
    static final String FIRST_ENTRY = "FIRST";
    static final String KEPT = "kept";
    static final String OUTCOME = "outcome";

    /** Compressed. In the list itself where it is small. */
    static final String CONTENT = "content";

    /** Names the parts of a content, and how many there are. */
    static final String CONTENT_DIGEST = "contentDigest";

    static final String CONTENT_PARTS = "contentParts";

    // Quarantine: what is in it and the payloads, both of one generation, whose number follows; and the changes of what
    // must
    // not change.
    static final String QUARANTINE = "QUARANTINE#";
    static final String QUARANTINED = "QUARANTINED#";
    static final String VIOLATIONS = "VIOLATIONS";
    static final String QUARANTINED_EVENT = "EVENT#";
    static final String QUARANTINED_ROW = "ROW#";
    static final String ROW_KEY = "rowKey";
    static final String ROW_PERIOD = "rowPeriod";
    static final String REASON = "reason";
    static final String SHARD = "shard";
    static final String AT = "at";
    static final String PAYLOAD = "payload";
    static final String KIND = "kind";
    static final String TIME = "time";
    static final String PRINCIPAL = "principal";
    static final String ACKNOWLEDGED_BY = "acknowledgedBy";
    static final String ACKNOWLEDGED_AT = "acknowledgedAt";
    static final String ACKNOWLEDGED_REASON = "acknowledgedReason";

    /** What an item was before and after a violation, compressed, each by itself. */
    static final String VIOLATED = "VIOLATED";

    static final String BEFORE = "#before";
    static final String AFTER = "#after";

    // The register of generations, one item.
    static final String GENERATIONS = "GENERATIONS";
    static final String GENERATIONS_ENTRY = "REGISTER";

    // The birth mark of a generation's table.
    static final String BIRTH = "BIRTH";
    static final String BIRTH_PERIOD = "MARK";
    static final String GENERATION = "generation";
    static final String TIME_ZONE = "timeZone";
    static final String LOADED_EVENTS = "loadedEvents";

    // Settings that belong to the tables as a whole.
    static final String SETTINGS = "SETTINGS";
    static final String EVENT_KEYS_FILE = "EVENT-KEYS-FILE";
    static final String PATH = "path";

    private StoredNames() {}
}
