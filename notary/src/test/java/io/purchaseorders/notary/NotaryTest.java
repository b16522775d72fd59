package io.purchaseorders.notary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.log.FilesInMemory;
import io.purchaseorders.log.LogEntry;
import io.purchaseorders.log.LogMemory;
import io.purchaseorders.log.LogProblem;
import io.purchaseorders.log.LogReader;
import io.purchaseorders.log.LogStorage;
import io.purchaseorders.log.LogVerifier;
import io.purchaseorders.log.LoggedExports;
import io.purchaseorders.log.Observed;
import io.purchaseorders.log.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotaryTest {

    private static final SigningKey KEY = SigningKey.generate("example.org/purchase-orders");
    private static final int SMALL_PASS = 16;

    @TempDir
    private Path folder = Path.of("");

    private final AtomicInteger runs = new AtomicInteger();
    private WrittenExports exports = new WrittenExports(Path.of(""));

    @BeforeEach
    void noExports() {
        exports = new WrittenExports(folder.resolve("bucket"));
    }

    @Test
    void before_the_first_export_a_log_is_empty_and_signed() {
        LogStorage log = new LogMemory();
        Notary.Report report = run(log);
        assertThat(report).isEqualTo(new Notary.Report(0, 0, Optional.empty(), List.of()));
        assertThat(entries(log)).isEmpty();
    }

    @Test
    void each_export_is_logged_once_in_the_order_of_its_orders() {
        LogStorage log = new LogMemory();
        exports.full("01", 40);
        assertThat(run(log).appended()).isEqualTo(40);
        assertThat(run(log).appended()).isZero();
        exports.incremental("02", 40, 50);
        exports.incremental("03", 50, 50);
        exports.full("04", 50);
        exports.incremental("05", 50, 75);
        Notary.Report report = run(log);
        assertThat(report.appended()).as("three exports after a missed run").isEqualTo(35);
        assertThat(report.through()).contains(WrittenExports.BEGIN.plusSeconds(75));
        assertThat(report.violations()).isEmpty();
        List<LogEntry> logged = entries(log);
        assertThat(logged).containsExactlyInAnyOrderElementsOf(events(0, 75));
        for (int[] export : new int[][] {{0, 40}, {40, 50}, {50, 75}}) {
            assertThat(logged.subList(export[0], export[1]))
                    .containsExactlyInAnyOrderElementsOf(events(export[0], export[1]))
                    .isSortedAccordingTo(ExportPass.ORDER);
        }
    }

    @Test
    void a_run_that_has_no_time_left_is_continued_by_the_next() {
        LogStorage log = new LogMemory();
        exports.full("01", 40);
        AtomicInteger asked = new AtomicInteger();
        Notary.Report report = notary(log).run(() -> asked.incrementAndGet() <= 2);
        assertThat(report.appended()).isEqualTo(SMALL_PASS);
        assertThat(report.through()).isEmpty();
        assertThat(run(log).appended()).isEqualTo(40 - SMALL_PASS);
        assertThat(entries(log)).containsExactlyInAnyOrderElementsOf(events(0, 40));
    }

    @Test
    void a_missing_export_is_a_problem_and_nothing_is_logged_beyond_it() {
        LogStorage log = new LogMemory();
        exports.full("01", 10);
        exports.incremental("03", 20, 30);
        exports.incremental("04", 30, 40);
        assertThatThrownBy(() -> run(log))
                .isInstanceOf(LogProblem.class)
                .hasMessageContaining("No export covers the time from 2026-11-01T00:00:10Z to 2026-11-01T00:00:20Z");
        assertThat(entries(log)).hasSize(10);
        exports.incremental("05", 10, 20);
        run(log);
        assertThat(entries(log)).hasSize(40);
        exports.incremental("06", 40, 50);
        run(log);
        assertThat(entries(log)).containsExactlyInAnyOrderElementsOf(events(0, 50));
    }

    @Test
    void the_export_after_a_full_one_may_overlap_with_it() {
        LogStorage log = new LogMemory();
        exports.incremental("01", 0, 20);
        exports.full("02", 30);
        exports.incremental("03", 20, 45);
        run(log);
        assertThat(entries(log)).containsExactlyInAnyOrderElementsOf(events(0, 45));
    }

    @Test
    void a_log_does_not_begin_with_an_incremental_export() {
        exports.incremental("02", 10, 20);
        assertThatThrownBy(() -> run(new LogMemory()))
                .isInstanceOf(LogProblem.class)
                .hasMessageContaining("begins with a full one");
    }

    @Test
    void what_two_exports_have_at_their_common_edge_is_logged_once() {
        LogStorage log = new LogMemory();
        exports.full("01", 40);
        Instant edge = WrittenExports.BEGIN.plusSeconds(40);
        exports.incremental(
                "02",
                40,
                50,
                WrittenExports.change(Optional.empty(), Optional.of(WrittenExports.event(39)), edge),
                WrittenExports.change(Optional.empty(), Optional.of(WrittenExports.event(38)), edge.plusMillis(1)));
        assertThat(run(log).violations()).isEmpty();
        assertThat(entries(log)).containsExactlyInAnyOrderElementsOf(events(0, 50));
    }

    @Test
    void what_was_changed_removed_or_not_written_by_this_system_is_a_violation_and_not_logged() {
        LogStorage log = new LogMemory();
        exports.full("01", 10);
        Instant now = WrittenExports.BEGIN.plusSeconds(700);
        Map<String, String> edited = new HashMap<>(WrittenExports.event(3));
        edited.put("detail", "{\"n\":4}");
        Map<String, String> backDated = WrittenExports.event(500);
        Map<String, String> release = Map.of("orderId", "o-1", "timestamp", "~release#r#t", "type", "Release");
        exports.incremental(
                "02",
                10,
                20,
                WrittenExports.change(Optional.of(WrittenExports.event(3)), Optional.of(edited), now),
                WrittenExports.change(Optional.of(WrittenExports.event(4)), Optional.empty(), now),
                WrittenExports.change(Optional.empty(), Optional.of(backDated), now),
                WrittenExports.change(Optional.empty(), Optional.of(Map.of("orderId", "x", "timestamp", "y")), now),
                WrittenExports.change(Optional.empty(), Optional.of(release), now));
        Notary.Report report = run(log);
        assertThat(report.violations())
                .extracting(Violation::kind)
                .containsExactlyInAnyOrder(
                        Violation.Kind.CHANGED,
                        Violation.Kind.REMOVED,
                        Violation.Kind.UNTIMELY,
                        Violation.Kind.NO_EVENT);
        assertThat(report.violations())
                .filteredOn(violation -> violation.kind() == Violation.Kind.CHANGED)
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.orderId()).isEqualTo(edited.get("orderId"));
                    assertThat(violation.timestamp()).isEqualTo(edited.get("timestamp"));
                    assertThat(violation.writtenAt()).isEqualTo(now.toString());
                    assertThat(violation.file()).startsWith("02-");
                });
        assertThat(entries(log)).containsExactlyInAnyOrderElementsOf(events(0, 20));
        assertThat(new String(log.read("violations/02").orElseThrow(), StandardCharsets.UTF_8).lines())
                .hasSize(4)
                .anyMatch(line -> line.contains("\"kind\":\"REMOVED\""));
    }

    @Test
    void a_run_that_ends_anywhere_leads_to_the_same_log() {
        exports.full("01", 20);
        exports.incremental("02", 20, 45);
        exports.incremental("03", 45, 50);
        FilesInMemory expected = new FilesInMemory();
        run(expected);
        FilesInMemory before = new FilesInMemory();
        int points = 0;
        for (boolean ended = false; !ended; points++) {
            FilesInMemory files = before.copy();
            ended = ends(files, points);
            files.crash(new SplittableRandom(points));
            run(files);
            assertThat(text(files)).as("operation %s", points).isEqualTo(text(expected));
        }
        assertThat(points).as("operations that a run may end at").isGreaterThan(30);
    }

    private boolean ends(FilesInMemory files, int point) {
        AtomicInteger operations = new AtomicInteger();
        LogStorage crashing = new Observed(files, (operation, path) -> {
            if (operation != Observed.Operation.READ && operations.getAndIncrement() == point) {
                throw new Crash();
            }
        });
        try {
            run(crashing);
            return true;
        } catch (Crash e) {
            return false;
        }
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void runs_at_the_same_time_write_one_log() throws Exception {
        exports.full("01", 100);
        exports.incremental("02", 100, 180);
        exports.incremental("03", 180, 300);
        LogStorage log = new LogMemory();
        List<Callable<Notary.Report>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tasks.add(() -> run(log));
        }
        long appended = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<Notary.Report> each : threads.invokeAll(tasks)) {
                appended += each.get().appended();
            }
        }
        assertThat(appended).isEqualTo(300);
        assertThat(entries(log)).containsExactlyInAnyOrderElementsOf(events(0, 300));
    }

    private Notary.Report run(LogStorage log) {
        return notary(log).run(() -> true);
    }

    private Notary notary(LogStorage log) {
        return new Notary(log, KEY, exports, folder.resolve("run-" + runs.incrementAndGet()), SMALL_PASS);
    }

    /** Of a log that verifies. */
    private static List<LogEntry> entries(LogStorage log) {
        assertThat(LogVerifier.verify(log, KEY.verifierKey(), Optional.empty(), Optional.empty())
                        .findings())
                .isEmpty();
        LogReader reader = LogReader.open(log).orElseThrow();
        List<LogEntry> entries = new ArrayList<>();
        for (long i = 0; i < reader.checkpoint().size(); i++) {
            LogEntry entry = reader.entry(i);
            entries.add(entry);
            assertThat(LoggedExports.find(
                            log, reader, entry.orderId(), entry.timestamp(), Instant.parse(entry.recordedAt())))
                    .as("where %s is found", entry)
                    .hasValue(i);
        }
        return entries;
    }

    private static List<LogEntry> events(int begin, int end) {
        return IntStream.range(begin, end).mapToObj(WrittenExports::entry).toList();
    }

    private static Map<String, String> text(FilesInMemory files) {
        Map<String, String> text = new HashMap<>();
        files.files().forEach((path, content) -> text.put(path, new String(content, StandardCharsets.ISO_8859_1)));
        return text;
    }
}
