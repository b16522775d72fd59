package io.purchaseorders.notary;

import java.time.Instant;

/**
 * A finished export of an events table.
 *
 * @param id names it, and sorts as it was begun
 * @param tableArn the table
 * @param isIncremental whether it has the changes of a time instead of all items
 * @param since from when on it has the changes, inclusive; the beginning of time for a full one
 * @param through until when, exclusive
 */
public record Export(String id, String tableArn, boolean isIncremental, Instant since, Instant through) {}
