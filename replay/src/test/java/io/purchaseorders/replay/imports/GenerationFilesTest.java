package io.purchaseorders.replay.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.Projections.Rows;
import io.purchaseorders.replay.WrittenExports;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.exports.ItemJson;
import io.purchaseorders.replay.history.ExportedHistory;
import io.purchaseorders.replay.imports.GenerationFiles.Made;
import io.purchaseorders.stores.BirthStore.Birth;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.KeptEventCodes;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.dynamodb.LoadedItems;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@NullMarked
class GenerationFilesTest {

    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("Antarctica/Troll"));

    private static final LoadedItems ITEMS = new LoadedItems();

    @TempDir
    private Path folder;

    private static WantedBuilder wanted() {
        return new WantedBuilder()
                .number(2)
                .zone(ZoneId.of("UTC"))
                .marks(List.of())
                .memory(1 << 20)
                .threads(2);
    }

    private static Made make(Path exports, GenerationFiles.Wanted wanted, Path to) throws Exception {
        return make(exports, wanted, to, EventCodes.WITHOUT_KEY);
    }

    private static Made make(Path exports, GenerationFiles.Wanted wanted, Path to, EventCodes codes) throws Exception {
        try (ExportedHistory history =
                new ExportedHistory(ExportFolder.under(exports), List.of(), 1 << 20, wanted.threads(), codes)) {
            history.read();
            return GenerationFiles.write(history, wanted, to);
        }
    }

    /** What the files hold, by key; orders by day as their entries, since how they share items means nothing. */
    private static Map<String, JsonNode> items(Path to, Set<String> days) throws IOException {
        Map<String, JsonNode> items = new HashMap<>();
        List<Path> files;
        try (var all = Files.list(to)) {
            files = all.toList();
        }
        for (Path file : files) {
            assertThat(file.toString()).endsWith(".json.gz");
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    put(DetailJson.MAPPER.readTree(line).path("Item"), items, days);
                }
            }
        }
        return items;
    }

    private static void put(JsonNode item, Map<String, JsonNode> items, Set<String> days) {
        String key = item.at("/aggregationKey/S").asText() + " "
                + item.at("/period/S").asText();
        if (item.has("orders")) {
            item.at("/orders/SS")
                    .forEach(entry -> assertThat(
                                    days.add(item.at("/period/S").asText().substring(0, "2026-11-23".length()) + " "
                                            + entry.asText()))
                            .isTrue());
        } else {
            assertThat(items.put(key, item)).as(key).isNull();
        }
    }

    private static void put(Map<String, AttributeValue> item, Map<String, JsonNode> items, Set<String> days)
            throws IOException {
        StringWriter line = new StringWriter();
        try (var json = DetailJson.MAPPER.createGenerator(line)) {
            ItemJson.write(json, item);
        }
        put(DetailJson.MAPPER.readTree(line.toString()).path("Item"), items, days);
    }

    private static Map<String, JsonNode> expected(Rows rows, Birth birth, Set<String> days) throws IOException {
        Map<String, JsonNode> items = new HashMap<>();
        List<Map<String, AttributeValue>> all = new ArrayList<>();
        rows.totals().forEach((row, measures) -> all.add(ITEMS.totals(row, measures)));
        rows.orders().values().forEach(order -> all.add(ITEMS.order(order)));
        ITEMS.days(rows.days()).forEach(all::add);
        all.add(ITEMS.birth(birth));
        for (Map<String, AttributeValue> item : all) {
            put(item, items, days);
        }
        return items;
    }

    private static void assertSame(Path to, List<RecordedEvent> events, Birth birth) throws IOException {
        Set<String> days = new TreeSet<>();
        Set<String> wantedDays = new TreeSet<>();
        Map<String, JsonNode> items = items(to, days);
        assertThat(items).isEqualTo(expected(Projections.fromScratch(events, birth.timeZone()), birth, wantedDays));
        assertThat(days).isEqualTo(wantedDays);
    }

    @Test
    void the_files_hold_what_a_fold_from_scratch_gives_however_little_memory_there_is() throws Exception {
        for (int round = 0; round < 6; round++) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            System.out.println("GenerationFilesTest: seed " + seed);
            List<RecordedEvent> events = new RandomHistories(seed).recorded(1 + random.nextInt(150), 12);
            List<RecordedEvent> later = events.subList(random.nextInt(events.size()), events.size());
            Path exports = WrittenExports.full(folder.resolve("export-" + round), "01-full", events);
            WrittenExports.incremental(exports, "02-incremental", later);
            ZoneId zone = ZONES.get(round % ZONES.size());
            Path to = folder.resolve("files-" + round);
            GenerationFiles.Wanted wanted = wanted().number(2 + round)
                    .zone(zone)
                    .memory(1L << random.nextInt(30))
                    .threads(1 + random.nextInt(4))
                    .build();
            Made made = make(exports, wanted, to);
            assertSame(to, events, new Birth(2 + round, zone, events.size()));
            assertThat(made.events()).isEqualTo(events.size());
            assertThat(made.violations()).isEmpty();
        }
    }

    @Test
    void what_this_system_did_not_write_and_what_is_quarantined_is_left_out() throws Exception {
        List<RecordedEvent> events = new RandomHistories(7).recorded(40, 6);
        EventCodes codes = KeptEventCodes.of("a key that is long enough for everybody");
        RecordedEvent forged = events.get(3);
        RecordedEvent quarantined = events.get(17);
        RecordedEvent foldableAgain = events.get(29);
        List<RecordedEvent> written = new ArrayList<>(events);
        written.remove(forged);
        Path exports = WrittenExports.signed(folder.resolve("export"), "01-full", written, codes);
        WrittenExports.incremental(exports, "02-forged", List.of(forged));
        QuarantinedEvent mark = mark(quarantined, "no event");
        QuarantinedEvent ofRow = mark(foldableAgain, "the order's row cannot be read: JsonParseException");
        QuarantinedEvent elsewhere =
                new QuarantinedEvent(new EventRef("o", "t"), "no event", "s", SequenceNumber.of("1"), "{}");
        Path to = folder.resolve("files");
        Made made =
                make(exports, wanted().marks(List.of(mark, ofRow, elsewhere)).build(), to, codes);
        written.remove(quarantined);
        assertSame(to, written, new Birth(2, ZoneId.of("UTC"), written.size() + 2L));
        assertThat(made.leftOut()).containsExactlyInAnyOrder(mark, elsewhere);
        assertThat(made.unreadable()).isEqualTo(1);
    }

    private static QuarantinedEvent mark(RecordedEvent event, String reason) {
        return new QuarantinedEvent(
                new EventRef(event.event().orderId(), event.event().key().timestamp()),
                reason,
                "shard",
                SequenceNumber.of("7"),
                "{}");
    }
}
