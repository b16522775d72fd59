package io.purchaseorders.projections.totals;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Where a total is stored: a key has a row for each period of every granularity that its projection stores. The period
 * begins with the granularity, so that the rows of one granularity are next to each other, by time.
 *
 * @param period such as {@code H#2026-11-23T10}, {@code D#2026-11-23} or {@code M#2026-11}; stored, so renaming one is a
 *     migration
 */
public record RowKey(String aggregationKey, String period) {

    /** Ends the period of the row that takes what this one cannot; it sorts after it and before the next period. */
    private static final String QUARANTINE_SUFFIX = "!quarantine";

    /** @param local a time on the clocks of the reporting time zone, within the period */
    public static RowKey of(String aggregationKey, Granularity granularity, LocalDateTime local) {
        return new RowKey(aggregationKey, granularity.storedPrefix() + granularity.of(local));
    }

    /** The length of the period; nothing where no granularity begins it. */
    public Optional<Granularity> granularity() {
        return Granularity.ofStored(period);
    }

    /** The period in its notation, without its granularity: {@code 2026-11-23T10}. */
    public String notation() {
        String home = home().period();
        return home.substring(
                granularity().map(Granularity::storedPrefix).orElse("").length());
    }

    /** Whether the period is one that its projection stores. */
    public boolean isStored() {
        return granularity()
                .filter(granularity -> Projections.owning(aggregationKey)
                        .filter(projection -> projection.granularities().contains(granularity))
                        .isPresent())
                .flatMap(granularity -> granularity.start(notation()).map(granularity::of))
                .filter(notation()::equals)
                .isPresent();
    }

    /**
     * Where additions go that this row cannot take, because one of its values is no number or too long for one. Reading
     * sums both, so that no total is short.
     */
    public RowKey quarantineRow() {
        return new RowKey(aggregationKey, period + QUARANTINE_SUFFIX);
    }

    /** The row that this one belongs to: itself, or the one that it is the quarantine row of. */
    public RowKey home() {
        return period.endsWith(QUARANTINE_SUFFIX)
                ? new RowKey(aggregationKey, period.substring(0, period.length() - QUARANTINE_SUFFIX.length()))
                : this;
    }
}
