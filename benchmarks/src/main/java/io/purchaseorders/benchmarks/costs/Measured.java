package io.purchaseorders.benchmarks.costs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What an event takes of DynamoDB and of the queue, by the size of its batch, and what an answer reads: the tables of
 * {@code bench cost} and {@code bench reads} as the page of the benchmarks has them.
 *
 * @param writeUnits of adding it to all totals, where 20,000 events come a day
 * @param readUnits of the same
 * @param storedReads read units of storing it
 * @param queueCalls requests to the queue
 * @param storedWrites write units of storing it, with the note of its batch
 * @param answers what the questions of {@code bench reads} read, by what they are called
 */
record Measured(
        NavigableMap<Integer, Double> writeUnits,
        NavigableMap<Integer, Double> readUnits,
        NavigableMap<Integer, Double> storedReads,
        NavigableMap<Integer, Double> queueCalls,
        NavigableMap<Integer, Double> storedWrites,
        Map<String, Answer> answers) {

    /** What one answer reads. */
    record Answer(double rows, double readUnits) {}

    private static final String BEGIN = "<!-- begin cost -->";
    private static final String END = "<!-- end cost -->";
    private static final String BEGIN_READS = "<!-- begin reads -->";
    private static final String END_READS = "<!-- end reads -->";

    /** Of a row of the table of questions at least, with the empty ones before the first bar and after the last. */
    private static final int READS_CELLS = 7;

    /** Reads the section of a page that {@code bench cost --page} wrote. */
    static Measured of(String page) {
        NavigableMap<Integer, Double> writes = new TreeMap<>();
        NavigableMap<Integer, Double> reads = new TreeMap<>();
        NavigableMap<Integer, Double> storedReads = new TreeMap<>();
        NavigableMap<Integer, Double> calls = new TreeMap<>();
        NavigableMap<Integer, Double> storedWrites = new TreeMap<>();
        for (String line : section(page, BEGIN, END)) {
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
        Map<String, Answer> answers = answers(page);
        if (writes.isEmpty() || calls.isEmpty() || answers.isEmpty()) {
            throw nothingMeasured();
        }
        return new Measured(writes, reads, storedReads, calls, storedWrites, answers);
    }

    private static Map<String, Answer> answers(String page) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (String line : section(page, BEGIN_READS, END_READS)) {
            String[] cells = line.split("\\|", -1);
            if (cells.length >= READS_CELLS && cells[2].strip().matches("[0-9,]+")) {
                answers.put(cells[1].strip(), new Answer(number(cells[2]), number(cells[3])));
            }
        }
        return answers;
    }

    private static List<String> section(String page, String begin, String end) {
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw nothingMeasured();
        }
        return page.substring(from, to).lines().toList();
    }

    private static IllegalArgumentException nothingMeasured() {
        return new IllegalArgumentException(
                "The page has no tables of bench cost and bench reads: ./orders bench cost reads --page writes them.");
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
