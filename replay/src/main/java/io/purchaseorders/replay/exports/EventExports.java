package io.purchaseorders.replay.exports;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.replay.exports.ExportFolder.DataFile;
import io.purchaseorders.stores.dynamodb.StoredNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The exports of one events table, as they lie about, and what they say about each other: a time that none of them covers,
 * an event that a later full one lacks, an event that was changed or removed between two.
 */
public final class EventExports {

    private static final String EVENTS = "purchase-orders";
    private static final List<String> OTHERS = List.of("order-aggregations", "order-intake");

    /** Keys of one pass over exports that are compared: about 200 MB. */
    private static final long KEYS_A_PASS = 1_000_000;

    private EventExports() {}

    /**
     * The exports of the events table under a folder, the earliest first. Those of the system's other tables may lie beside
     * them.
     *
     * @throws ExportProblem where there is none, or one of a table that is not this system's, or of two environments
     */
    public static List<ExportFolder> under(Path folder) {
        return of(folder, ExportFolder.under(folder));
    }

    /** The same of exports that were found already. */
    public static List<ExportFolder> of(Path folder, List<ExportFolder> found) {
        List<ExportFolder> events = new ArrayList<>();
        for (ExportFolder export : found) {
            if (export.table().startsWith(EVENTS)) {
                events.add(export);
            } else if (OTHERS.stream().noneMatch(export.table()::startsWith)) {
                throw new ExportProblem("There is an export of the table " + export.table() + " in " + folder
                        + ", which is none of this system's: move it away, or name the folder beside it.");
            }
        }
        Set<String> tables = new TreeSet<>();
        events.forEach(export -> tables.add(export.table()));
        if (events.isEmpty()) {
            throw new ExportProblem("There is no export of an events table in " + folder + ".");
        }
        if (tables.size() > 1) {
            throw new ExportProblem("There are exports of several tables in " + folder + " ("
                    + String.join(", ", tables) + "): name the folder of one of them.");
        }
        return events;
    }

    /** What is wrong with a history that is made of these exports, in words; nothing where it is whole. */
    public static List<String> findings(List<ExportFolder> exports) throws IOException {
        List<String> findings = new ArrayList<>(gaps(exports));
        for (ExportFolder export : exports) {
            if (export.isIncremental()) {
                findings.addAll(changes(export));
            }
        }
        findings.addAll(missing(exports));
        return findings;
    }

    /** Times that no export covers. */
    public static List<String> gaps(List<ExportFolder> exports) {
        List<String> gaps = new ArrayList<>();
        Optional<Instant> covered = Optional.empty();
        for (ExportFolder export : exports) {
            Optional<Instant> since = export.isIncremental() ? instant(export.since()) : Optional.empty();
            if (since.isPresent()) {
                if (covered.isEmpty()) {
                    gaps.add("no export covers the time before " + since.get()
                            + ": there is no full export, and the first incremental one begins there");
                } else if (since.get().isAfter(covered.get())) {
                    gaps.add("no export covers the time from " + covered.get() + " to " + since.get()
                            + ": an incremental export is missing");
                }
            }
            Optional<Instant> before = covered;
            covered = instant(export.time()).filter(time -> before.isEmpty() || time.isAfter(before.get()));
            covered = covered.isPresent() ? covered : before;
        }
        return gaps;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    /** A record with an old image is of an item that was there before, whichever of its attributes it touches. */
    private static List<String> changes(ExportFolder export) throws IOException {
        List<String> changes = new ArrayList<>();
        for (DataFile file : export.files()) {
            DataLines.read(file, (bytes, from) -> {
                int end = DataLines.end(bytes, from);
                JsonNode line = DetailJson.MAPPER.readTree(new String(bytes, from, end - from, StandardCharsets.UTF_8));
                if (line.has("OldImage")) {
                    JsonNode keys = line.path("Keys");
                    changes.add(words(
                            keys.path(StoredNames.ORDER_ID).path("S").asText(),
                            keys.path(StoredNames.TIMESTAMP).path("S").asText(),
                            (line.has("NewImage") ? "was changed" : "was removed") + " after it was stored"));
                }
                return end + 1;
            });
        }
        return changes;
    }

    private static String words(String orderId, String timestamp, String what) {
        return "event " + timestamp.substring(timestamp.indexOf('#') + 1) + " of order " + orderId + " " + what;
    }

    /** Events that a full export lacks although an earlier export has them. */
    public static List<String> missing(List<ExportFolder> exports) throws IOException {
        int lastFull = exports.size() - 1;
        while (lastFull > 0 && exports.get(lastFull).isIncremental()) {
            lastFull--;
        }
        if (lastFull <= 0) {
            return List.of();
        }
        List<ExportFolder> compared = exports.subList(0, lastFull + 1);
        long items = compared.stream().mapToLong(ExportFolder::itemCount).sum();
        int passes = Math.toIntExact(items / KEYS_A_PASS + 1);
        List<String> missing = new ArrayList<>();
        for (int pass = 0; pass < passes; pass++) {
            Set<Key> known = new HashSet<>();
            for (ExportFolder export : compared) {
                Set<Key> keys = keys(export, pass, passes);
                if (!export.isIncremental()) {
                    known.removeAll(keys);
                    for (Key key : new TreeSet<>(known)) {
                        missing.add(words(
                                key.orderId(), key.timestamp(), "is not in the later full export of " + export.time()));
                    }
                    known.clear();
                }
                known.addAll(keys);
            }
        }
        return missing;
    }

    private record Key(String orderId, String timestamp) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int orders = orderId.compareTo(other.orderId);
            return orders != 0 ? orders : timestamp.compareTo(other.timestamp);
        }
    }

    private static Set<Key> keys(ExportFolder export, int pass, int passes) throws IOException {
        Set<Key> keys = new HashSet<>();
        ItemLine line = new ItemLine(List.of(StoredNames.ORDER_ID, StoredNames.TIMESTAMP));
        for (DataFile file : export.files()) {
            DataLines.read(file, (bytes, from) -> {
                ItemLine.Kind kind = line.read(bytes, from);
                Key key = new Key(line.text(0), line.text(1));
                if (kind == ItemLine.Kind.STORED && Math.floorMod(key.hashCode(), passes) == pass) {
                    keys.add(key);
                }
                return line.end();
            });
        }
        return keys;
    }
}
