package io.purchaseorders.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoggedExportsTest {

    private static final Instant BEGIN = Instant.parse("2026-11-01T22:00:00Z");
    private static final int IN_FULL = 700;
    private static final int IN_EACH = 40;
    private static final int INCREMENTAL = 30;

    private final LogMemory files = new LogMemory();
    private final LogWriter writer = new LogWriter(files, SigningKey.generate("example.org/log"));

    private static LogEntry entry(int number, Instant recordedAt) {
        return LogEntry.of(
                "o-" + number * 7_919 % 1_000,
                "2026-10-01T00:00:00.000000000Z#e-" + number,
                "OrderConfirmed",
                "shop",
                recordedAt.toString(),
                "{}");
    }

    /** Appends an export's events, recorded evenly over its time, and notes it. */
    private List<LogEntry> export(String id, Instant since, Instant through, int first, int count) {
        Duration step = Duration.between(since.equals(Instant.EPOCH) ? BEGIN.minusSeconds(9_000) : since, through)
                .dividedBy(count);
        List<LogEntry> entries = IntStream.range(0, count)
                .mapToObj(i -> entry(first + i, through.minus(step.multipliedBy(i + 1))))
                .sorted(Comparator.comparing(LogEntry::orderId).thenComparing(LogEntry::timestamp))
                .toList();
        long begin = writer.settle().size();
        writer.appendAt(begin, entries);
        LoggedExports.note(files, new LoggedExports.Range(id, since, through, begin, begin + count));
        return entries;
    }

    private OptionalLong find(LogFiles from, LogEntry entry) {
        return LoggedExports.find(
                from,
                LogReader.open(from).orElseThrow(),
                entry.orderId(),
                entry.timestamp(),
                Instant.parse(entry.recordedAt()));
    }

    /** Over the end of a day, with an export of 24 hours among those of a quarter of an hour. */
    private List<LogEntry> history() {
        List<LogEntry> all = new ArrayList<>(export("full", Instant.EPOCH, BEGIN, 0, IN_FULL));
        Instant since = BEGIN;
        for (int i = 0; i < INCREMENTAL; i++) {
            Instant through = since.plus(i == 5 ? Duration.ofHours(24) : Duration.ofMinutes(15));
            all.addAll(export("export-" + i, since, through, IN_FULL + i * IN_EACH, IN_EACH));
            since = through;
        }
        return all;
    }

    @Test
    void every_event_is_found_where_it_is() {
        List<LogEntry> all = history();
        for (int i = 0; i < all.size(); i++) {
            assertThat(find(files, all.get(i)))
                    .as("entry %d, %s", i, all.get(i))
                    .hasValue(i);
        }
    }

    @Test
    void what_is_not_logged_is_not_found() {
        List<LogEntry> all = history();
        for (LogEntry logged : all) {
            Instant recordedAt = Instant.parse(logged.recordedAt());
            assertThat(find(files, entry(1_000_000, recordedAt))).isEmpty();
        }
        assertThat(find(files, entry(1, Instant.parse("2030-01-01T00:00:00Z")))).isEmpty();
    }

    @Test
    void a_search_reads_few_files_however_long_the_log_is() {
        List<LogEntry> all = history();
        for (LogEntry entry : List.of(all.getFirst(), all.get(IN_FULL + 3), all.getLast())) {
            AtomicInteger reads = new AtomicInteger();
            LogFiles counted = path -> {
                reads.incrementAndGet();
                return files.read(path);
            };
            assertThat(find(counted.remembering(64), entry)).isPresent();
            assertThat(reads.get()).isLessThan(16);
        }
    }

    @Test
    void an_export_is_noted_once_and_one_without_events_not_at_all() {
        LoggedExports.Range range = new LoggedExports.Range("e", BEGIN, BEGIN.plus(Duration.ofMinutes(15)), 5, 9);
        LoggedExports.note(files, range);
        LoggedExports.note(files, range);
        LoggedExports.note(files, new LoggedExports.Range("f", BEGIN, BEGIN.plus(Duration.ofMinutes(30)), 9, 9));
        assertThat(files.read("exports/2026-11-01").map(content -> new String(content, StandardCharsets.UTF_8)))
                .hasValue("e 2026-11-01T22:00:00Z 2026-11-01T22:15:00Z 5 9\n");
    }

    @Test
    void what_another_writer_noted_meanwhile_stays() {
        LogStorage overtaken = new LogStorage() {
            private boolean isFirst = true;

            @Override
            public Optional<byte[]> read(String path) {
                return files.read(path);
            }

            @Override
            public boolean replace(String path, Optional<byte[]> expected, byte[] content) {
                if (isFirst) {
                    isFirst = false;
                    LoggedExports.note(files, new LoggedExports.Range("other", BEGIN, BEGIN.plusSeconds(900), 0, 5));
                }
                return files.replace(path, expected, content);
            }

            @Override
            public void write(String path, byte[] content) {
                throw new AssertionError();
            }

            @Override
            public void flush() {
                throw new AssertionError();
            }

            @Override
            public void delete(String folder) {
                throw new AssertionError();
            }
        };
        LoggedExports.note(overtaken, new LoggedExports.Range("one", BEGIN, BEGIN.plusSeconds(1_800), 5, 9));
        assertThat(files.read("exports/2026-11-01").map(content -> new String(content, StandardCharsets.UTF_8)))
                .hasValueSatisfying(text -> assertThat(text).containsSubsequence("other ", "one "));
    }

    @Test
    void a_line_that_is_no_export_is_a_problem_that_shows_it() {
        history();
        files.write("exports/full", "full 2026\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> find(files, entry(1, BEGIN)))
                .isInstanceOf(LogProblem.class)
                .hasMessageContaining("full 2026");
    }
}
