package io.purchaseorders.benchmarks.costs;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What an event takes of DynamoDB and of the queue, by the size of its batch: the tables of {@code bench cost} as the page of
 * the benchmarks has them.
 *
 * @param writeUnits of adding it to all totals, where 20,000 events come a day
 * @param readUnits of the same
 * @param storedReads read units of storing it
 * @param queueCalls requests to the queue
 * @param storedWrites write units of storing it, with the note of its batch
 */
record Measured(
        NavigableMap<Integer, Double> writeUnits,
        NavigableMap<Integer, Double> readUnits,
        NavigableMap<Integer, Double> storedReads,
        NavigableMap<Integer, Double> queueCalls,
        NavigableMap<Integer, Double> storedWrites) {

    private static final String BEGIN = "<!-- begin cost -->";
    private static final String END = "<!-- end cost -->";

    /** Reads the section of a page that {@code bench cost --page} wrote. */
    static Measured of(String page) {
        NavigableMap<Integer, Double> writes = new TreeMap<>();
        NavigableMap<Integer, Double> reads = new TreeMap<>();
        NavigableMap<Integer, Double> storedReads = new TreeMap<>();
        NavigableMap<Integer, Double> calls = new TreeMap<>();
        NavigableMap<Integer, Double> storedWrites = new TreeMap<>();
        for (String line :
                page.substring(page.indexOf(BEGIN), page.indexOf(END)).lines().toList()) {
            String[] cells = line.split("\\|", -1);
            if (cells.length < 7) {
                continue;
            }
            switch (cells[1].strip()) {
                case "one event" -> {
                    storedWrites.put((int) number(cells[2]), number(cells[3]));
                    storedReads.put((int) number(cells[2]), number(cells[4]));
                    calls.put((int) number(cells[2]), number(cells[6]));
                }
                case "1 day" -> {
                    writes.put((int) number(cells[2]), number(cells[3]));
                    reads.put((int) number(cells[2]), number(cells[6]));
                }
                default -> {}
            }
        }
        if (writes.isEmpty() || calls.isEmpty()) {
            throw new IllegalArgumentException(
                    "The page has no tables of bench cost: ./orders bench cost --page writes them.");
        }
        return new Measured(writes, reads, storedReads, calls, storedWrites);
    }

    private static double number(String cell) {
        return Double.parseDouble(cell.strip().replace(",", ""));
    }

    /** Between two measured batch sizes by their logarithms; beyond the last one as there. */
    static double at(NavigableMap<Integer, Double> measured, double batch) {
        Integer below = measured.floorKey((int) Math.floor(batch));
        Integer above = measured.ceilingKey((int) Math.ceil(batch));
        if (below == null || above == null) {
            return below == null
                    ? measured.firstEntry().getValue()
                    : measured.lastEntry().getValue();
        }
        double from = value(measured, below);
        double part =
                below.equals(above) ? 0 : (Math.log(batch) - Math.log(below)) / (Math.log(above) - Math.log(below));
        return from + part * (value(measured, above) - from);
    }

    private static double value(NavigableMap<Integer, Double> measured, int batch) {
        return measured.getOrDefault(batch, Double.NaN);
    }
}
