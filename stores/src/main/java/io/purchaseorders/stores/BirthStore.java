package io.purchaseorders.stores;

import java.time.ZoneId;
import java.util.Optional;

/**
 * Reads and writes the birth mark of a generation's table: one item that says whose table it is, written when there is
 * nothing in it or all of a snapshot. Every batch demands it, so that nothing is folded against a table that was lost, or
 * that is not loaded yet.
 */
public interface BirthStore {

    /**
     * A birth mark.
     *
     * @param generation whose table it is
     * @param timeZone the reporting time zone of its periods
     * @param events of the snapshot that it was loaded from, applied or quarantined
     */
    record Birth(int generation, ZoneId timeZone, long events) {}

    /** The mark; nothing where the table is not there, too. Consistent with every write that was answered before. */
    Optional<Birth> read();

    /** Writes the mark unless there is one; answers the one that there is then. */
    Birth write(Birth birth);

    /** Writes another mark over the one of an empty table, once a snapshot was loaded into it. */
    void replace(Birth birth);
}
