package io.purchaseorders.stream;

/** How long a batch that is not full waits for further records. */
public enum Filling {
    /** As documented: until the batching window is over, or the shard is. */
    UP_TO_THE_BATCHING_WINDOW,

    /** Only as long as each read finds something: the same batches under load, without the latency at rest. */
    WHILE_RECORDS_KEEP_COMING
}
