package io.purchaseorders.benchmarks.scale;

/**
 * What is deployed, as far as it limits.
 *
 * @param processors concurrent invocations of order-processor
 * @param windowSeconds the stream mapping's batching window
 * @param tableUnits write units a second that the account lets a table have
 */
record Deployed(String name, int processors, int windowSeconds, int tableUnits) {

    /** Events of a batch of the queue, and records of a batch of the stream, as the template has them. */
    static final int QUEUE_BATCH = 100;

    static final int STREAM_BATCH = 1_000;

    /** The default quota of an account: write units a second of a table on demand. */
    static final int DEFAULT_TABLE_UNITS = 40_000;

    /** What one partition of a table takes in a second, however much the table may have. */
    static final int PARTITION_UNITS = 1_000;

    /** Two calls for an event, eight orders at once, and what a batch takes besides; 1 GB arm64. */
    static final double QUEUE_BATCH_SECONDS = 0.01 + QUEUE_BATCH / 8.0 * 2 * 0.006;

    /** A batch of 6 MB has 117,000 rows and takes about 100 s with its sixteen writers. */
    static final double SECONDS_A_ROW = 100.0 / 117_000;

    /** Reading quarantine and order rows, planning, moving the shard. */
    static final double SECONDS_A_BATCH = 0.05;

    /** Storing an event takes so many write units, by bench cost. */
    static final double UNITS_OF_STORING = 1.24;

    /** A row of totals without its checkpoints, and one checkpoint: a name of 16 characters and a number of 40 digits. */
    static final int ROW_BYTES = 300;

    static final int CHECKPOINT_BYTES = 57;

    /** An order in a day's item. */
    static final int DAY_ENTRY_BYTES = 40;
}
