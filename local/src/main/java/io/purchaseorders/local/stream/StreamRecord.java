package io.purchaseorders.local.stream;

import java.time.Instant;

/**
 * One record of a stream, as the mapping needs it.
 *
 * @param json the whole record as the function gets it
 */
public record StreamRecord(String sequenceNumber, Instant createdAt, String json) {}
