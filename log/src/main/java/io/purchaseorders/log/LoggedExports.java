package io.purchaseorders.log;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Which entries of a log came from which export of the events table: so an event is found by a few reads, however long the log
 * is. The time at which it was recorded tells which exports can have it, and within an export entries are sorted.
 *
 * <p>It lies beside the files of the log: one file for the exports of the whole table, and one for the others that end on one day
 * (UTC), a line an export. It is no part of what is signed: whoever would be misled by it gets no proof, and never a wrong one.
 */
public final class LoggedExports {

    private static final String FOLDER = "exports/";
    private static final String WHOLE = FOLDER + "full";

    /** DynamoDB's longest incremental export. */
    private static final Duration LONGEST = Duration.ofHours(24);

    /** More than an event's recorded time and that of its write may differ by: beyond two minutes it is not logged. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(3);

    /** How often another writer may come first before it is given up. */
    private static final int MOST_ATTEMPTS = 100;

    private LoggedExports() {}

    /**
     * One export.
     *
     * @param id without white space
     * @param since from when it has what was written; {@link Instant#EPOCH} where it is one of the whole table
     * @param through until when
     * @param begin the index of its first entry in the log
     * @param end the index after its last one
     */
    public record Range(String id, Instant since, Instant through, long begin, long end) {

        private static final int FIELDS = 5;

        private String path() {
            return since.equals(Instant.EPOCH) ? WHOLE : dayOf(through);
        }

        private String line() {
            return String.join(
                            " ", id, since.toString(), through.toString(), String.valueOf(begin), String.valueOf(end))
                    + "\n";
        }

        private static Range parse(String line) {
            String[] fields = line.split(" ", -1);
            try {
                if (fields.length == FIELDS) {
                    return new Range(
                            fields[0],
                            Instant.parse(fields[1]),
                            Instant.parse(fields[2]),
                            Long.parseLong(fields[3]),
                            Long.parseLong(fields[4]));
                }
            } catch (DateTimeException | NumberFormatException e) {
                // Said below.
            }
            throw new LogProblem("This is no export that was logged: " + line);
        }

        private boolean mayHave(Instant recordedAt) {
            return !since.isAfter(recordedAt.plus(CLOCKS_DIFFER)) && !through.isBefore(recordedAt.minus(CLOCKS_DIFFER));
        }
    }

    private static String dayOf(Instant instant) {
        return FOLDER + LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    /** Notes an export, once; one without entries is not noted. Any number of writers may note the same one at once. */
    public static void note(LogStorage storage, Range export) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<byte[]> present = storage.read(export.path());
            String text = present.map(content -> new String(content, StandardCharsets.UTF_8))
                    .orElse("");
            if (export.begin() == export.end()
                    || text.lines().anyMatch(line -> (line + "\n").equals(export.line()))
                    || storage.replace(
                            export.path(), present, (text + export.line()).getBytes(StandardCharsets.UTF_8))) {
                return;
            }
        }
        throw new LogProblem("Other writers noted exports all the time: run this again.");
    }

    /**
     * The index of an event's entry; nothing where no export that was noted has it.
     *
     * @param files those that {@code log} was opened from
     * @param recordedAt when the event was recorded
     */
    public static OptionalLong find(
            LogFiles files, LogReader log, String orderId, String timestamp, Instant recordedAt) {
        long size = log.checkpoint().size();
        return paths(recordedAt)
                .flatMap(path -> read(files, path).stream())
                .filter(export -> export.mayHave(recordedAt))
                .map(export -> log.find(export.begin(), Math.min(export.end(), size), orderId, timestamp))
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    private static Stream<String> paths(Instant recordedAt) {
        List<String> paths = new ArrayList<>();
        Instant last = recordedAt.plus(LONGEST).plus(CLOCKS_DIFFER);
        for (Instant day = recordedAt.minus(CLOCKS_DIFFER);
                !dayOf(day).equals(dayOf(last));
                day = day.plus(Duration.ofDays(1))) {
            paths.add(dayOf(day));
        }
        paths.add(dayOf(last));
        paths.add(WHOLE);
        return paths.stream();
    }

    private static List<Range> read(LogFiles files, String path) {
        return files.read(path)
                .map(content -> new String(content, StandardCharsets.UTF_8))
                .orElse("")
                .lines()
                .map(Range::parse)
                .toList();
    }
}
