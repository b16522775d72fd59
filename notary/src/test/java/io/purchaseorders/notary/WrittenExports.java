package io.purchaseorders.notary;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.log.LogEntry;
import io.purchaseorders.replay.exports.ExportWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Exports of one events table as DynamoDB writes them, each in a folder of its own that stands for the bucket. */
final class WrittenExports implements Exports {

    static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    private static final String TABLE = "purchase-orders-test";

    private final Path root;
    private final List<Export> exports = new ArrayList<>();

    WrittenExports(Path root) {
        this.root = root;
    }

    /** An event of many that differ in everything, recorded one a second, in another order than that of their orders. */
    static Map<String, String> event(int number) {
        String orderId = "o-" + number * 7_919 % 1_000;
        return Map.of(
                "orderId",
                orderId,
                "timestamp",
                "2026-10-01T00:00:00.000000000Z#e-" + number,
                "type",
                "OrderConfirmed",
                "source",
                "shop",
                "recordedAt",
                BEGIN.plusSeconds(number).toString(),
                "detail",
                "{\"n\":" + number + "}",
                "mac",
                "00000000:code");
    }

    static LogEntry entry(int number) {
        return EventEntry.of(event(number), problem -> {}).orElseThrow();
    }

    /** The events that were recorded before {@code end}. */
    void full(String id, int end) {
        List<ObjectNode> lines = new ArrayList<>();
        for (int i = 0; i < end; i++) {
            ObjectNode line = DetailJson.MAPPER.createObjectNode();
            put(line.putObject("Item"), event(i));
            lines.add(line);
        }
        write(id, Optional.empty(), BEGIN.plusSeconds(end), lines);
    }

    /** The events that were recorded from {@code begin} to {@code end}, and whatever else. */
    void incremental(String id, int begin, int end, ObjectNode... others) {
        List<ObjectNode> lines = new ArrayList<>(List.of(others));
        for (int i = begin; i < end; i++) {
            lines.add(change(Optional.empty(), Optional.of(event(i)), BEGIN.plusSeconds(i)));
        }
        write(id, Optional.of(BEGIN.plusSeconds(begin)), BEGIN.plusSeconds(end), lines);
    }

    /** A line of an incremental export. */
    static ObjectNode change(
            Optional<Map<String, String>> before, Optional<Map<String, String>> after, Instant writtenAt) {
        ObjectNode line = DetailJson.MAPPER.createObjectNode();
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, writtenAt);
        line.putObject("Metadata").putObject("WriteTimestampMicros").put("N", String.valueOf(micros));
        Map<String, String> item = after.or(() -> before).orElseThrow();
        put(
                line.putObject("Keys"),
                Map.of(
                        "orderId", item.getOrDefault("orderId", ""),
                        "timestamp", item.getOrDefault("timestamp", "")));
        after.ifPresent(image -> put(line.putObject("NewImage"), image));
        before.ifPresent(image -> put(line.putObject("OldImage"), image));
        return line;
    }

    private static void put(ObjectNode item, Map<String, String> texts) {
        texts.forEach((name, value) -> item.putObject(name).put("S", value));
    }

    private void write(String id, Optional<Instant> since, Instant through, List<ObjectNode> lines) {
        Path bucket = root.resolve(id);
        try (ExportWriter export =
                new ExportWriter(bucket, TABLE, id, through, since.isPresent(), since.orElse(Instant.EPOCH))) {
            try (var first = export.file(id + "-a");
                    var second = export.file(id + "-b")) {
                for (int i = 0; i < lines.size(); i++) {
                    (i % 2 == 0 ? first : second).line(lines.get(i).toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        exports.add(new Export(
                id,
                "arn:aws:dynamodb:us-east-1:000000000000:table/" + TABLE,
                since.isPresent(),
                since.orElse(Instant.EPOCH),
                through));
    }

    @Override
    public List<Export> after(String id) {
        return exports.stream()
                .filter(export -> export.id().compareTo(id) > 0)
                .sorted(Comparator.comparing(Export::id))
                .toList();
    }

    @Override
    public void download(String id, Path folder) {
        files(id).forEach((key, file) -> {
            try {
                Path copy = folder.resolve(key);
                Files.createDirectories(java.util.Objects.requireNonNull(copy.getParent()));
                Files.copy(file, copy);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** An export's files by their keys in the bucket. */
    Map<String, Path> files(String id) {
        Path bucket = root.resolve(id);
        try (Stream<Path> files = Files.walk(bucket)) {
            Map<String, Path> byKey = new java.util.TreeMap<>();
            files.filter(Files::isRegularFile)
                    .forEach(file -> byKey.put(bucket.relativize(file).toString(), file));
            return byKey;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
