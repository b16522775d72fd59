package io.purchaseorders.local.lambda.mapping;

import io.purchaseorders.stream.StreamRecord;
import java.time.Instant;
import java.util.List;

/** What the on-failure destination got: the whole payload and why it was given up. */
public record FailedBatch(
        String shardId, String reason, int attempts, String lastError, Instant at, List<StreamRecord> records) {}
