package io.purchaseorders.notary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.log.LogEntry;
import io.purchaseorders.replay.exports.DataLines;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.exports.ExportProblem;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.StoredNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * One pass over the data files of an export, which are in no order: the events that come next in the order of the log, and
 * what may not be there. However large the export is, a pass keeps no more events than it is asked for.
 */
final class ExportPass {

    /** As events are logged within an export. */
    static final Comparator<LogEntry> ORDER =
            Comparator.comparing(LogEntry::orderId).thenComparing(LogEntry::timestamp);

    /**
     * How far apart the time at which DynamoDB wrote an event and the one at which it says that it was recorded may be: the
     * bound that the order-aggregator has.
     */
    static final Duration RECORDED_AS_WRITTEN = Duration.ofMinutes(2);

    private static final long MICROS_A_SECOND = 1_000_000;

    private final Optional<LogEntry> after;
    private final int most;
    private final Predicate<LogEntry> isLogged;
    private final Instant edge;
    private final TreeMap<LogEntry, LogEntry> next = new TreeMap<>(ORDER);
    private final Set<Violation> violations = new TreeSet<>();

    private ExportPass(Optional<LogEntry> after, int most, Instant edge, Predicate<LogEntry> isLogged) {
        this.after = after;
        this.most = most;
        this.edge = edge;
        this.isLogged = isLogged;
    }

    /**
     * @param after the last event of the export that is logged, or nothing
     * @param most how many events to keep
     * @param edge what was written before this may be in the export before as well, whose end is this one's beginning
     * @param isLogged asked for those only: whether the export before brought the event
     */
    static ExportPass over(
            ExportFolder export, Optional<LogEntry> after, int most, Instant edge, Predicate<LogEntry> isLogged) {
        ExportPass pass = new ExportPass(after, most, edge, isLogged);
        try {
            for (ExportFolder.DataFile file : export.files()) {
                String name = String.valueOf(file.path().getFileName());
                DataLines.read(file, (bytes, from) -> {
                    int end = DataLines.end(bytes, from);
                    pass.read(name, new String(bytes, from, end - from, StandardCharsets.UTF_8));
                    return end + 1;
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pass;
    }

    /** The events that come next, in the order of the log. */
    List<LogEntry> next() {
        return List.copyOf(next.keySet());
    }

    /** Whether the export has no more events than {@link #next}. */
    boolean isLast() {
        return next.size() < most;
    }

    /** All of the export. */
    Set<Violation> violations() {
        return violations;
    }

    private void read(String file, String text) {
        JsonNode line;
        try {
            line = DetailJson.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ExportProblem("The file " + file + " has a line that is no JSON.");
        }
        JsonNode item = line.has("Item") ? line.path("Item") : line.path("NewImage");
        Map<String, String> strings = EventEntry.texts(item.isObject() ? item : line.path("Keys"));
        Optional<Instant> writtenAt = writtenAt(line);
        if (!item.isObject()) {
            violation(Violation.Kind.REMOVED, strings, writtenAt, file);
            return;
        }
        if (line.has("OldImage")) {
            violation(Violation.Kind.CHANGED, strings, writtenAt, file);
            return;
        }
        Optional<LogEntry> entry =
                EventEntry.of(strings, sentence -> violation(Violation.Kind.NO_EVENT, strings, writtenAt, file));
        if (entry.isEmpty()) {
            return;
        }
        if (writtenAt.isPresent() && !isTimely(entry.get(), writtenAt.get())) {
            violation(Violation.Kind.UNTIMELY, strings, writtenAt, file);
            return;
        }
        keep(entry.get(), writtenAt);
    }

    private void keep(LogEntry entry, Optional<Instant> writtenAt) {
        if (after.isPresent() && ORDER.compare(entry, after.get()) <= 0) {
            return;
        }
        if (next.size() == most && ORDER.compare(entry, next.lastKey()) >= 0) {
            return;
        }
        if (writtenAt.isPresent() && writtenAt.get().isBefore(edge) && isLogged.test(entry)) {
            return;
        }
        next.put(entry, entry);
        if (next.size() > most) {
            next.pollLastEntry();
        }
    }

    private void violation(Violation.Kind kind, Map<String, String> item, Optional<Instant> writtenAt, String file) {
        String timestamp = item.getOrDefault(StoredNames.TIMESTAMP, "");
        if (kind == Violation.Kind.REMOVED && EventItem.releasedBy(timestamp).isPresent()) {
            return; // What only asked to deliver an event again is no event.
        }
        violations.add(new Violation(
                kind,
                item.getOrDefault(StoredNames.ORDER_ID, ""),
                timestamp,
                writtenAt.map(Instant::toString).orElse(""),
                file));
    }

    private static boolean isTimely(LogEntry entry, Instant writtenAt) {
        try {
            return Duration.between(Instant.parse(entry.recordedAt()), writtenAt)
                            .abs()
                            .compareTo(RECORDED_AS_WRITTEN)
                    <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static Optional<Instant> writtenAt(JsonNode line) {
        String micros = line.at("/Metadata/WriteTimestampMicros/N").asText();
        return micros.matches("\\d{1,17}")
                ? Optional.of(Instant.ofEpochSecond(
                        Long.parseLong(micros) / MICROS_A_SECOND, Long.parseLong(micros) % MICROS_A_SECOND * 1_000))
                : Optional.empty();
    }
}
