package io.purchaseorders.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.log.ExportedEvents;
import io.purchaseorders.log.LogEntry;
import io.purchaseorders.notary.EventEntry;
import io.purchaseorders.replay.exports.DataLines;
import io.purchaseorders.replay.exports.EventExports;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.exports.ExportProblem;
import io.purchaseorders.stores.EventCodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The events of exports in a folder: a full one, and the incremental ones after it. */
final class ExportedEntries implements EntrySource, ExportedEvents {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final List<ExportFolder> exports;
    private final EventCodes codes;
    private final boolean isToLog;
    private final List<String> unreadable = new ArrayList<>();

    private ExportedEntries(Path folder, EventCodes codes, boolean isToLog) {
        this.exports = EventExports.under(folder);
        this.codes = codes;
        this.isToLog = isToLog;
    }

    /**
     * Those of the events table, where the folder has exports of other tables as well; what has no right authentication code
     * is named and not handed over.
     */
    static ExportedEntries toLog(Path folder, EventCodes codes) {
        return new ExportedEntries(folder, codes, true);
    }

    /** The same, and what has no right code is named and handed over as well: the log shows what it was. */
    static ExportedEntries toVerify(Path folder, EventCodes codes) {
        return new ExportedEntries(folder, codes, false);
    }

    /** The time of the last export. */
    @Override
    public Optional<Instant> takenAt() {
        try {
            return Optional.of(Instant.parse(exports.getLast().time()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void forEach(Consumer<LogEntry> each) {
        unreadable.clear();
        unreadable.addAll(EventExports.gaps(exports));
        try {
            unreadable.addAll(EventExports.missing(exports));
        } catch (IOException e) {
            throw new ExportProblem("The exports cannot be compared (" + e.getMessage() + ").");
        }
        for (ExportFolder export : exports) {
            for (ExportFolder.DataFile file : export.files()) {
                read(file, each);
            }
        }
    }

    @Override
    public List<String> unreadable() {
        return unreadable;
    }

    private void read(ExportFolder.DataFile file, Consumer<LogEntry> each) {
        try {
            DataLines.read(file, (bytes, from) -> {
                int end = DataLines.end(bytes, from);
                entry(file.path(), new String(bytes, from, end - from, StandardCharsets.UTF_8))
                        .ifPresent(each);
                return end + 1;
            });
        } catch (IOException e) {
            throw new ExportProblem("The file " + file.path() + " cannot be read (" + e.getMessage() + ").");
        }
    }

    private Optional<LogEntry> entry(Map<String, String> item) {
        if (isToLog) {
            return EventEntry.of(item, codes, unreadable::add);
        }
        Optional<LogEntry> entry = EventEntry.of(item, unreadable::add);
        entry.filter(each -> !EventEntry.hasRightCode(each, item, codes))
                .map(EventEntry::wrongCode)
                .ifPresent(unreadable::add);
        return entry;
    }

    /** A full export has items, an incremental one the images of an item before and after a change. */
    private Optional<LogEntry> entry(Path file, String line) {
        JsonNode json;
        try {
            json = MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new ExportProblem("The file " + file + " has a line that is no JSON.");
        }
        if (json.has("OldImage")) {
            Map<String, String> before = EventEntry.texts(json.get("OldImage"));
            unreadable.add((json.has("NewImage") ? "changed: " : "removed: ") + "the event " + before.get("orderId")
                    + " " + before.get("timestamp") + " was stored before, says the incremental export " + file + ".");
        }
        JsonNode item = json.has("Item") ? json.get("Item") : json.get("NewImage");
        return item == null ? Optional.empty() : entry(EventEntry.texts(item));
    }
}
