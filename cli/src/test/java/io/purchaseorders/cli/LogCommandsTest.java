package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.AuthenticatedText;
import io.purchaseorders.log.LogFolder;
import io.purchaseorders.log.SigningKey;
import io.purchaseorders.notary.Export;
import io.purchaseorders.notary.Exports;
import io.purchaseorders.notary.Notary;
import io.purchaseorders.replay.exports.ExportWriter;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.KeptEventCodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCommandsTest {

    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
    private static final String EVENT_KEY = "a key of the processor, long enough to be one\n";
    private static final int MUTANTS = 80;
    private static final Instant TAKEN = BEGIN.plusSeconds(3_600);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private String log;

    @SuppressWarnings("NullAway.Init")
    private String key;

    private final List<Map<String, String>> events = new ArrayList<>();

    @BeforeEach
    void logAnExport() throws IOException {
        for (int i = 0; i < 600; i++) {
            events.add(event(i));
        }
        CommandRun appended = run("log", "append", "--data", path("data"), "--export", export("export", events));
        assertThat(appended.exitCode()).as(appended.err()).isZero();
        assertThat(appended.out()).isEqualTo("appended 600 events to " + path("data") + "/log, which has 600 now\n");
        log = path("data") + "/log";
        key = run("log", "key", "--data", path("data")).out().strip();
    }

    @Test
    void what_was_logged_is_intact_and_not_logged_again() {
        CommandRun again = run("log", "append", "--log", log, "--export", path("export"));
        assertThat(again.out()).contains("appended 0 events");
        CommandRun verified = verify("--export", path("export"));
        assertThat(verified.out())
                .isEqualTo(
                        "intact: 600 entries of localhost/purchase-orders-local verified and compared with the export,"
                                + " authentication codes not verified; no fault, 0 not logged yet\n");
        assertThat(verified.exitCode()).isZero();
    }

    @Test
    void a_log_that_the_notary_made_of_the_same_export_is_intact_as_well() {
        Path bucket = Path.of(path("export"));
        Exports exports = new Exports() {
            @Override
            public List<Export> after(String id) {
                return id.isEmpty()
                        ? List.of(new Export("01700000000000-aaaaaaaa", "table", false, Instant.EPOCH, TAKEN))
                        : List.of();
            }

            @Override
            public void download(String id, Path to) {
                try (Stream<Path> files = Files.walk(bucket)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        Path copy = to.resolve(bucket.relativize(file));
                        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                        Files.copy(file, copy);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        SigningKey signer = SigningKey.generate("example.org/log");
        Path notarized = folder.resolve("notarized");
        Notary notary = new Notary(new LogFolder(notarized), signer, exports, folder.resolve("downloaded"));
        assertThat(notary.run(() -> true).appended()).isEqualTo(600);
        CommandRun verified = run(
                "log",
                "verify",
                "--log",
                notarized.toString(),
                "--key",
                signer.verifierKey().toString(),
                "--export",
                path("export"));
        assertThat(verified.out())
                .isEqualTo("intact: 600 entries of example.org/log verified and compared with the export,"
                        + " authentication codes not verified; no fault, 0 not logged yet\n");
        assertThat(verified.exitCode()).isZero();
    }

    @Test
    void the_key_is_beside_the_log_and_its_owners_alone() throws IOException {
        Path file = folder.resolve("data").resolve("log-key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(key).startsWith("localhost/purchase-orders-local+");
        assertThat(run("log", "key", "--log", log).out().strip()).isEqualTo(key);
        assertThat(run("log", "key", "--data", path("nowhere")).exitCode()).isEqualTo(1);
    }

    @Test
    void a_changed_removed_or_forged_event_is_named_and_a_new_one_is_no_fault() throws IOException {
        events.get(5).put("detail", "{\"n\":\"5 \"}");
        events.remove(100);
        Map<String, String> forged = event(7);
        forged.put("timestamp", forged.get("timestamp") + "-forged");
        events.add(forged);
        events.add(event(600));
        CommandRun verified = verify("--export", export("second", events));
        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.out().lines())
                .anyMatch(line ->
                        line.startsWith("changed: event e-5 of order o-1 ") && line.contains("detailSha256 was"))
                .anyMatch(line -> line.startsWith("removed: event e-100 of order o-33 "))
                .anyMatch(line -> line.startsWith("forged: event e-7-forged of order o-2 "))
                .anyMatch(line -> line.startsWith("not logged yet: event e-600 of order o-200 "))
                .endsWith(
                        "NOT INTACT: 600 entries of localhost/purchase-orders-local verified and compared with the export,"
                                + " authentication codes not verified; 3 faults, 1 not logged yet");
    }

    @Test
    void whoever_has_the_keys_verifies_the_codes_of_the_exported_events_and_logs_no_other() throws IOException {
        EventCodes codes = KeptEventCodes.of(EVENT_KEY);
        Path keys = Files.writeString(folder.resolve("keys"), EVENT_KEY);
        events.forEach(event -> event.put("mac", code(codes, event)));
        String signed = export("signed", events);
        CommandRun right = verify("--export", signed, "--keys", keys.toString());
        assertThat(right.exitCode()).as(right.out()).isZero();
        assertThat(right.out()).contains("compared with the export, authentication codes verified; no fault");

        events.get(5).put("source", "nobody");
        Map<String, String> forged = event(600);
        forged.put("mac", events.get(7).get("mac"));
        events.add(forged);
        String tampered = export("tampered", events);
        CommandRun wrong = verify("--export", tampered, "--keys", keys.toString());
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.out().lines())
                .anyMatch(line ->
                        line.startsWith("forged: event e-5 of order o-1 ") && line.contains("no right authentication"))
                .anyMatch(line -> line.startsWith("forged: event e-600 of order o-200 "))
                .anyMatch(line -> line.startsWith("changed: event e-5 of order o-1 "))
                .endsWith(
                        "NOT INTACT: 600 entries of localhost/purchase-orders-local verified and compared with the export,"
                                + " authentication codes verified; 3 faults, 1 not logged yet");

        CommandRun without = run("log", "append", "--log", path("without") + "/log", "--export", tampered);
        assertThat(without.out()).contains("which has 601 now");
        assertThat(without.err()).contains("Authentication codes were not verified: --keys names");
        CommandRun with =
                run("log", "append", "--log", path("with") + "/log", "--export", tampered, "--keys", keys.toString());
        assertThat(with.out()).contains("which has 599 now");
        assertThat(with.err()).contains("forged: event e-5 of", "forged: event e-600 of");
        assertThat(with.exitCode()).isEqualTo(1);
    }

    /** What the log alone cannot tell: it holds no codes. */
    @Test
    void the_code_of_another_event_is_found_wherever_it_stands() throws IOException {
        EventCodes codes = KeptEventCodes.of(EVENT_KEY);
        String keys = Files.writeString(folder.resolve("keys"), EVENT_KEY).toString();
        events.forEach(event -> event.put("mac", code(codes, event)));
        for (int seed = 0; seed < MUTANTS; seed++) {
            Random random = new Random(seed);
            int changed = random.nextInt(events.size());
            int other = (changed + 1 + random.nextInt(events.size() - 1)) % events.size();
            List<Map<String, String>> mutant = new ArrayList<>(events);
            Map<String, String> item = new java.util.TreeMap<>(events.get(changed));
            item.put("mac", events.get(other).get("mac"));
            mutant.set(changed, item);
            CommandRun verified = verify("--export", export("mutant-" + seed, mutant), "--keys", keys);
            assertThat(verified.exitCode()).as("mutant %s", seed).isEqualTo(1);
            assertThat(verified.out().lines().filter(line -> line.startsWith("forged: ")))
                    .as("mutant %s", seed)
                    .singleElement()
                    .asString()
                    .startsWith("forged: event e-" + changed + " of order ");
        }
    }

    private static String code(EventCodes codes, Map<String, String> event) {
        return codes.sign(new AuthenticatedText(
                        event.getOrDefault("orderId", ""),
                        event.getOrDefault("timestamp", ""),
                        event.getOrDefault("type", ""),
                        event.getOrDefault("source", ""),
                        event.getOrDefault("recordedAt", ""),
                        event.getOrDefault("detail", "")))
                .orElseThrow();
    }

    @Test
    void an_event_that_is_only_not_logged_yet_is_no_fault() throws IOException {
        events.add(event(600));
        CommandRun verified = verify("--export", export("second", events));
        assertThat(verified.out()).contains("not logged yet: event e-600");
        assertThat(verified.exitCode()).isZero();
    }

    @Test
    void an_incremental_export_with_an_old_image_shows_a_change_or_a_deletion() throws IOException {
        Path root = Path.of(path("export"));
        try (ExportWriter export = new ExportWriter(
                        root, "purchase-orders-local", "01700000000001-aaaaaaaa", TAKEN.plusSeconds(60), true);
                ExportWriter.DataWriter file = export.file("changes")) {
            file.line("{\"Keys\":{},\"OldImage\":" + json(event(3)) + "}");
        }
        CommandRun verified = verify("--export", path("export"));
        assertThat(verified.out())
                .contains("removed: the event o-1 2026-10-04T00:00:00.000000000Z#e-3 was stored before");
        assertThat(verified.exitCode()).isEqualTo(1);
    }

    @Test
    void a_later_full_export_that_lacks_an_event_of_an_earlier_one_is_named() throws IOException {
        try (ExportWriter later = new ExportWriter(
                        Path.of(path("export")),
                        "purchase-orders-local",
                        "01700000000001-aaaaaaaa",
                        TAKEN.plusSeconds(60),
                        false);
                ExportWriter.DataWriter file = later.file("items")) {
            for (Map<String, String> event : events) {
                if (!event.equals(event(3))) {
                    file.line("{\"Item\":" + json(event) + "}");
                }
            }
        }
        CommandRun verified = verify("--export", path("export"));
        assertThat(verified.out()).contains("event e-3 of order o-1");
        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isEqualTo(1);
    }

    @Test
    void a_kept_checkpoint_shows_a_log_that_was_made_anew() throws IOException {
        Path kept = folder.resolve("kept");
        Files.copy(Path.of(log, "checkpoint"), kept);
        assertThat(verify("--since", kept.toString()).exitCode()).isZero();
        Path anew = folder.resolve("anew");
        Files.createDirectories(anew);
        Files.copy(folder.resolve("data").resolve("log-key"), anew.resolve("log-key"));
        events.remove(0);
        run("log", "append", "--data", anew.toString(), "--export", export("third", events));
        CommandRun rolledBack = run("log", "verify", "--log", anew + "/log", "--key", key, "--since", kept.toString());
        assertThat(rolledBack.out())
                .contains("rolled back: The log had 600 entries at the kept checkpoint and has 599");
        assertThat(rolledBack.exitCode()).isEqualTo(1);
    }

    @Test
    void a_flipped_bit_and_another_key_are_named() throws IOException {
        Path tile = Path.of(log, "tile", "0", "001");
        byte[] content = Files.readAllBytes(tile);
        content[9] ^= 1;
        Files.write(tile, content);
        CommandRun flipped = verify();
        assertThat(flipped.out()).contains("changed: tile/0/001 ");
        assertThat(flipped.exitCode()).isEqualTo(1);
        run("log", "append", "--data", path("other"), "--export", path("export"));
        String otherKey = run("log", "key", "--data", path("other")).out().strip();
        CommandRun other = run("log", "verify", "--log", log, "--key", otherKey);
        assertThat(other.out())
                .contains("checkpoint: checkpoint is not valid: The checkpoint is not signed by " + otherKey);
        assertThat(other.exitCode()).isEqualTo(1);
    }

    @Test
    void an_event_is_proven_to_whoever_has_the_key() throws IOException {
        CommandRun proof = run("prove", "--data", path("data"), "--order-id", "o-77", "--event-id", "e-231");
        assertThat(proof.exitCode()).isZero();
        Path file = Files.writeString(folder.resolve("e-231.tlog-proof"), proof.out());
        Path detail = Files.writeString(folder.resolve("detail"), event(231).get("detail"));
        CommandRun proven = run("verify-proof", file.toString(), "--key", key, "--detail", detail.toString());
        assertThat(proven.exitCode()).as(proven.err()).isZero();
        assertThat(proven.out()).startsWith("proven: entry ").contains("\"orderId\":\"o-77\"", "\"eventId\":\"e-231\"");
        Files.writeString(detail, "{}");
        assertThat(run("verify-proof", file.toString(), "--key", key, "--detail", detail.toString()))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(1))
                .satisfies(run -> assertThat(run.err()).contains("Not proven: the detail in"));
        Files.writeString(file, proof.out().replaceFirst("index \\d+", "index 3"));
        assertThat(run("verify-proof", file.toString(), "--key", key).exitCode())
                .isEqualTo(1);
        assertThat(run("prove", "--data", path("data"), "--order-id", "o-77", "--event-id", "e-1")
                        .err())
                .contains("is not in the log");
    }

    @Test
    void wrong_usage_is_told_from_failure() {
        assertThat(run("log").exitCode()).isEqualTo(2);
        assertThat(run("log", "verify", "--log", log).exitCode()).isEqualTo(2);
        assertThat(run("log", "verify", "--log", log, "--key", "nonsense").exitCode())
                .isEqualTo(2);
        assertThat(run("log", "append", "--export", path("export")).exitCode()).isEqualTo(2);
        assertThat(run("log", "verify", "--log", log, "--key", key, "--keys", "file")
                        .exitCode())
                .isEqualTo(2);
        assertThat(run("rebuild", "--keys", "file").exitCode()).isEqualTo(2);
        assertThat(run("replay", "--keys", "file").exitCode()).isEqualTo(2);
        assertThat(run("prove", "--data", path("data")).exitCode()).isEqualTo(2);
        assertThat(run("log", "verify", "--log", path("nowhere"), "--key", key).exitCode())
                .isEqualTo(1);
        assertThat(run("verify-proof", path("nowhere"), "--key", key).exitCode())
                .isEqualTo(1);
    }

    private CommandRun verify(String... more) {
        List<String> arguments = new ArrayList<>(List.of("log", "verify", "--log", log, "--key", key));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private static CommandRun run(String... arguments) {
        return CommandRun.of(arguments);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String export(String name, List<Map<String, String>> items) throws IOException {
        try (ExportWriter export = new ExportWriter(
                        folder.resolve(name), "purchase-orders-local", "01700000000000-aaaaaaaa", TAKEN, false);
                ExportWriter.DataWriter file = export.file("items")) {
            for (Map<String, String> item : items) {
                file.line("{\"Item\":" + json(item) + "}");
            }
        }
        return path(name);
    }

    private static Map<String, String> event(int number) {
        Map<String, String> event = new java.util.TreeMap<>();
        event.put("orderId", "o-" + number / 3);
        event.put(
                "timestamp", "2026-10-" + String.format("%02d", 1 + number % 28) + "T00:00:00.000000000Z#e-" + number);
        event.put("type", "OrderConfirmed");
        event.put("source", "shop");
        event.put("recordedAt", BEGIN.plusSeconds(number).toString());
        event.put("detail", "{\"n\":" + number + "}");
        return event;
    }

    private static String json(Map<String, String> item) {
        ObjectNode json = JsonMapper.builder().build().createObjectNode();
        item.forEach((name, value) -> json.putObject(name).put("S", value));
        return json.toString();
    }
}
