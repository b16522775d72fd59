package io.purchaseorders.stream;

import java.time.Instant;

/**
 * One record of a stream, as the mapping needs it.
 *
 * @param sequenceNumber decimal digits, rising within a shard
 * @param createdAt the approximate instant of the change, which decides the record's window and its age
 * @param json the whole record as the function gets it; its length counts towards the payload
 */
public record StreamRecord(String sequenceNumber, Instant createdAt, String json) {}
