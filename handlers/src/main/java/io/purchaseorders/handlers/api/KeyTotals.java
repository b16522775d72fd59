package io.purchaseorders.handlers.api;

import io.purchaseorders.projections.totals.Directory;
import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionReader;
import io.purchaseorders.stores.ProjectionReader.DirectoryEntry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Sums the rows that a directory names into one total a key, for many keys at once. Keys without events are left out. */
record KeyTotals(ProjectionReader projections) {

    /** What the events of the months that were asked for contribute to a key. */
    record KeyTotal(String aggregationKey, Measures measures) {

        /** Late events may have taken away all that a key had; its rows stay. */
        boolean hasEvents() {
            return measures.get(Measure.EVENTS).signum() > 0;
        }
    }

    /** In the order of the entries. */
    List<KeyTotal> of(List<DirectoryEntry> entries) {
        Map<String, Measures> sums = new HashMap<>();
        projections
                .totals(entries.stream().flatMap(entry -> entry.rows().stream()).toList())
                .forEach(row -> sums.merge(row.key().aggregationKey(), row.measures(), Measures::plus));
        return entries.stream()
                .map(entry ->
                        new KeyTotal(entry.aggregationKey(), sums.getOrDefault(entry.aggregationKey(), Measures.ZERO)))
                .filter(KeyTotal::hasEvents)
                .toList();
    }

    /**
     * The same, where only the keys matter: nearly all have events in the last of their months, so that this one is looked
     * at first, and the others where it has none. The measures are those of the months that were looked at.
     */
    List<KeyTotal> ofAnyMonth(List<DirectoryEntry> entries) {
        List<KeyTotal> lately = of(entries.stream().map(KeyTotals::lastMonth).toList());
        List<String> found = lately.stream().map(KeyTotal::aggregationKey).toList();
        List<DirectoryEntry> others = entries.stream()
                .filter(entry -> entry.rows().size() > 1 && !found.contains(entry.aggregationKey()))
                .toList();
        return others.isEmpty()
                ? lately
                : Stream.concat(lately.stream(), of(others).stream())
                        .sorted(Comparator.comparing(KeyTotal::aggregationKey, Directory.ORDER))
                        .toList();
    }

    /** With all of its rows, of which one may hold what another could not take. */
    private static DirectoryEntry lastMonth(DirectoryEntry entry) {
        String last = entry.rows().stream()
                .map(RowKey::notation)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new DirectoryEntry(
                entry.aggregationKey(),
                entry.rows().stream().filter(row -> row.notation().equals(last)).toList());
    }
}
