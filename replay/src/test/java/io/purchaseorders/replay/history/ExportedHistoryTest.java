package io.purchaseorders.replay.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.replay.WrittenExports;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.exports.ExportProblem;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.KeptEventCodes;
import io.purchaseorders.stores.dynamodb.EventItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class ExportedHistoryTest {

    private static final long MEMORY = 64 << 20;

    @TempDir
    private Path folder;

    private final List<RecordedEvent> events = new RandomHistories(7).recorded(400, 8);

    @BeforeEach
    void writeExport() throws IOException {
        WrittenExports.full(folder.resolve("events"), "01-full", events);
    }

    /** What one thread was given. */
    private static final class Seen implements ExportedHistory.Orders {

        private final Map<String, Set<RecordedEvent>> first = new HashMap<>();
        private final Map<String, Set<RecordedEvent>> second = new HashMap<>();
        private final Set<String> violations = new TreeSet<>();

        @Override
        public void order(String orderId, OrderItems a, OrderItems b) {
            assertThat(first).doesNotContainKey(orderId);
            first.put(orderId, new HashSet<>(a.events()));
            second.put(orderId, new HashSet<>(b.events()));
            violations.addAll(a.violations());
        }
    }

    private Seen read(String name, long memory, int threads) throws IOException, InterruptedException {
        return read(name, List.of(), memory, threads);
    }

    private Seen read(String name, List<ExportFolder> second, long memory, int threads)
            throws IOException, InterruptedException {
        try (ExportedHistory history =
                new ExportedHistory(ExportFolder.under(folder.resolve(name)), second, memory, threads)) {
            history.read();
            assertThat(history.itemsRead()).isEqualTo(history.itemCount());
            assertThat(history.spilledBytes() > 0).isEqualTo(memory < 1 << 20);
            Seen all = new Seen();
            for (Seen seen : history.forEachOrder(Seen::new)) {
                assertThat(Collections.disjoint(all.first.keySet(), seen.first.keySet()))
                        .isTrue();
                all.first.putAll(seen.first);
                all.second.putAll(seen.second);
                all.violations.addAll(seen.violations);
            }
            return all;
        }
    }

    private static Map<String, Set<RecordedEvent>> byOrder(List<RecordedEvent> events) {
        return events.stream()
                .collect(Collectors.groupingBy(event -> event.event().orderId(), Collectors.toSet()));
    }

    @Test
    void every_order_comes_once_with_all_its_events_whatever_memory_and_threads_there_are() throws Exception {
        List<RecordedEvent> more = new RandomHistories(8).recorded(3_000, 8);
        WrittenExports.full(folder.resolve("more"), "03-more", more);
        for (long memory : new long[] {1 << 12, 1 << 16, 1 << 19, MEMORY}) {
            for (int threads : new int[] {1, 2, 3, 8}) {
                assertThat(read("more", memory, threads).first)
                        .as("memory %d, %d threads", memory, threads)
                        .isEqualTo(byOrder(more));
            }
        }
    }

    @Test
    void two_histories_come_side_by_side() throws Exception {
        WrittenExports.full(folder.resolve("less"), "03-less", events.subList(100, events.size()));
        Seen seen = read("events", ExportFolder.under(folder.resolve("less")), MEMORY, 2);
        Map<String, Set<RecordedEvent>> less = new HashMap<>(byOrder(events.subList(100, events.size())));
        seen.first.keySet().forEach(order -> less.putIfAbsent(order, Set.of()));
        assertThat(seen.first).isEqualTo(byOrder(events));
        assertThat(seen.second).isEqualTo(less);
    }

    @Test
    void incremental_exports_go_on_where_the_full_one_ended_and_may_overlap_it() throws Exception {
        Path root = folder.resolve("parts");
        WrittenExports.full(root, "05-full", events.subList(0, 600));
        WrittenExports.incremental(root, "06-more", events.subList(500, events.size()));
        Seen seen = read("parts", MEMORY, 2);
        assertThat(seen.first).isEqualTo(byOrder(events));
        assertThat(seen.violations).isEmpty();
    }

    @Test
    void an_event_that_was_changed_and_one_that_was_removed_are_named() throws Exception {
        RecordedEvent changed = events.getFirst();
        RecordedEvent removed = events.getLast();
        RecordedEvent newer = new RecordedEvent(changed.event(), "another", changed.recordedAt(), changed.detail());
        WrittenExports.incremental(folder.resolve("events"), "02-changed", List.of(newer));
        WrittenExports.removed(folder.resolve("events"), "03-removed", List.of(removed));
        Seen seen = read("events", MEMORY, 2);
        assertThat(seen.violations)
                .containsExactlyInAnyOrder(violation(changed, "changed"), violation(removed, "removed"));
        List<RecordedEvent> left = new ArrayList<>(events.subList(1, events.size() - 1));
        left.add(newer);
        assertThat(seen.first.values().stream().flatMap(Set::stream)).containsExactlyInAnyOrderElementsOf(left);
    }

    private static String violation(RecordedEvent event, String what) {
        return "event " + event.event().eventId() + " of order " + event.event().orderId() + " was " + what
                + " after it was stored";
    }

    @Test
    void what_is_no_event_is_left_out_and_what_asks_for_another_delivery_is_no_item_at_all() throws Exception {
        WrittenExports.write(
                folder.resolve("odd"),
                "04-odd",
                "purchase-orders-test",
                List.of(
                        "{\"Item\":{\"orderId\":{\"S\":\"order-0\"},\"timestamp\":{\"S\":\"2026-11-24\"}}}",
                        "{\"Item\":{\"orderId\":{\"N\":\"17\"},\"timestamp\":{\"S\":\"2026-11-24\"}}}",
                        "{\"Item\":{\"orderId\":{\"S\":\"order-0\"},\"timestamp\":{\"S\":\"~release#1#2026-11-24#e\"}}}"),
                false);
        try (ExportedHistory history =
                new ExportedHistory(ExportFolder.under(folder.resolve("odd")), List.of(), MEMORY, 1)) {
            history.read();
            assertThat(history.withoutKey()).isEqualTo(1);
            history.forEachOrder(() -> (orderId, first, second) -> {
                assertThat(orderId).isEqualTo("order-0");
                assertThat(first.size()).isEqualTo(1);
                assertThat(first.events()).isEmpty();
            });
        }
    }

    private void assertDamaged(Path file, String what) {
        assertThatThrownBy(() -> read("events", MEMORY, 2))
                .isInstanceOf(ExportProblem.class)
                .hasMessageContaining(String.valueOf(file.getFileName()))
                .hasMessageContaining(what);
    }

    private Path file(String name) {
        return folder.resolve("events/AWSDynamoDB/01-full").resolve(name);
    }

    @Test
    void a_truncated_file_is_named() throws Exception {
        Path data = file("data/01-full-a.json.gz");
        byte[] bytes = Files.readAllBytes(data);
        Files.write(data, Arrays.copyOf(bytes, bytes.length / 2));
        assertDamaged(data, "truncated");
    }

    @Test
    void a_file_that_cannot_be_unzipped_is_named() throws Exception {
        Path data = file("data/01-full-a.json.gz");
        byte[] bytes = Files.readAllBytes(data);
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) -1);
        Files.write(data, bytes);
        assertDamaged(data, "unzipped");
    }

    @Test
    void a_file_with_another_checksum_is_named() throws Exception {
        Path data = file("data/01-full-b.json.gz");
        byte[] bytes = Files.readAllBytes(data);
        bytes[4] ^= 1; // the time in gzip's header, which nothing else checks
        Files.write(data, bytes);
        assertDamaged(data, "checksum");
    }

    @Test
    void a_missing_file_is_named() throws Exception {
        Path data = file("data/01-full-b.json.gz");
        Files.delete(data);
        assertDamaged(data, "missing");
    }

    @Test
    void a_line_that_is_no_json_is_named_and_one_that_is_no_line_of_an_export() throws Exception {
        WrittenExports.write(
                folder.resolve("damaged"),
                "05-damaged",
                "purchase-orders-test",
                List.of("{\"Item\":{}}", "{}", "{\"Item\":{\"orderId\":{\"S\":\"o\"}}"),
                false);
        assertThatThrownBy(() -> read("damaged", MEMORY, 1))
                .isInstanceOf(ExportProblem.class)
                .hasMessageContaining("05-damaged-a.json.gz has no JSON in line 2");
        WrittenExports.write(folder.resolve("other"), "06-other", "purchase-orders-test", List.of("{}"), false);
        assertThatThrownBy(() -> read("other", MEMORY, 1))
                .isInstanceOf(ExportProblem.class)
                .hasMessageContaining("neither Item nor Keys, in line 1");
    }

    @Test
    void a_manifest_with_another_checksum_or_without_one_is_named() throws Exception {
        Path manifest = file("manifest-files.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("\"itemCount\":0", "\"itemCount\":1"));
        assertDamaged(manifest, "checksum");
        Files.writeString(manifest, text);
        Files.delete(file("manifest-files.md5"));
        assertDamaged(file("manifest-files.md5"), "missing");
    }

    @Test
    void a_wrong_count_of_items_is_named() throws Exception {
        replaceIn("manifest-files", "\"itemCount\":0", "\"itemCount\":1");
        assertDamaged(file("manifest-summary.json"), "counts");
        replaceIn("manifest-summary", "\"itemCount\":" + events.size(), "\"itemCount\":" + (events.size() + 1));
        assertDamaged(file("01-full-empty.json.gz"), "has 0 items");
    }

    private void replaceIn(String manifest, String wanted, String replacement) throws Exception {
        String text = Files.readString(file(manifest + ".json")).replace(wanted, replacement);
        Files.writeString(file(manifest + ".json"), text);
        byte[] md5 = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        Files.writeString(file(manifest + ".md5"), Base64.getEncoder().encodeToString(md5));
    }

    @Test
    void a_folder_without_an_export_says_what_is_missing() {
        assertThatThrownBy(() -> ExportFolder.under(folder.resolve("events/AWSDynamoDB/01-full/data")))
                .isInstanceOf(ExportProblem.class)
                .hasMessageContaining("manifest-summary.json");
    }

    @Test
    void with_the_keys_of_the_codes_an_item_without_a_right_one_is_named_and_no_event() throws Exception {
        EventCodes codes = KeptEventCodes.of("0123456789abcdef0123456789abcdef");
        EventCodes others = KeptEventCodes.of("fedcba9876543210fedcba9876543210");
        List<Map<String, String>> items = new ArrayList<>();
        events.forEach(event -> items.add(EventItem.write(event, codes)));
        items.set(0, EventItem.write(events.get(0), others));
        items.set(1, EventItem.write(events.get(1)));
        items.get(2).put("source", "somebody-else");
        items.get(3).put("mac", String.valueOf(items.get(4).get("mac")));
        WrittenExports.items(folder.resolve("coded"), "01-full", items);
        assertThat(forged("coded", EventCodes.WITHOUT_KEY)).isEmpty();
        assertThat(forged("coded", codes))
                .hasSize(4)
                .allMatch(words -> words.contains("has no right authentication code"));
        assertThat(eventsOf("coded", codes)).isEqualTo(new HashSet<>(events.subList(4, events.size())));
        assertThat(eventsOf("coded", EventCodes.WITHOUT_KEY)).hasSize(events.size());
    }

    private Set<String> forged(String name, EventCodes codes) throws IOException, InterruptedException {
        try (ExportedHistory history =
                new ExportedHistory(ExportFolder.under(folder.resolve(name)), List.of(), MEMORY, 2, codes)) {
            history.read();
            return history.forged();
        }
    }

    private Set<RecordedEvent> eventsOf(String name, EventCodes codes) throws IOException, InterruptedException {
        try (ExportedHistory history =
                new ExportedHistory(ExportFolder.under(folder.resolve(name)), List.of(), MEMORY, 2, codes)) {
            history.read();
            Set<RecordedEvent> read = new HashSet<>();
            history.forEachOrder(Seen::new).forEach(seen -> seen.first.values().forEach(read::addAll));
            return read;
        }
    }
}
