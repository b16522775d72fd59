package io.purchaseorders.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a log needs of whatever keeps its files. */
public abstract class LogStorageContract {

    private static final int WRITERS = 3;

    /** The same place each time it is asked for within a test, empty at the test's beginning. */
    protected abstract LogStorage storage();

    @Test
    void what_was_written_is_read_by_others_once_it_is_flushed() {
        LogStorage storage = storage();
        assertThat(storage.read("tile/0/000")).isEmpty();
        storage.write("tile/0/000", bytes("one"));
        storage.write("tile/0/x001/000", bytes(""));
        storage.flush();
        assertThat(text("tile/0/000")).contains("one");
        assertThat(text("tile/0/x001/000")).contains("");
        storage.write("tile/0/000", bytes("two"));
        assertThat(storage.read("tile/0/000").map(LogStorageContract::text)).contains("two");
        storage.flush();
        assertThat(text("tile/0/000")).contains("two");
    }

    @Test
    void a_folder_is_deleted_with_what_is_below_it_and_nothing_else() {
        LogStorage storage = storage();
        for (String path : List.of("tile/0/000.p/1", "tile/0/000.p/2", "tile/0/000", "tile/0/001.p/3")) {
            storage.write(path, bytes(path));
        }
        storage.flush();
        storage.delete("tile/0/000.p/");
        storage.delete("tile/0/002.p/");
        assertThat(storage().read("tile/0/000.p/1")).isEmpty();
        assertThat(storage().read("tile/0/000.p/2")).isEmpty();
        assertThat(text("tile/0/000")).contains("tile/0/000");
        assertThat(text("tile/0/001.p/3")).contains("tile/0/001.p/3");
    }

    @Test
    void a_file_is_replaced_only_if_it_is_what_was_expected() {
        LogStorage storage = storage();
        assertThat(storage.replace("pending", Optional.of(bytes("a")), bytes("b")))
                .isFalse();
        assertThat(text("pending")).isEmpty();
        assertThat(storage.replace("pending", Optional.empty(), bytes("a"))).isTrue();
        assertThat(storage.replace("pending", Optional.empty(), bytes("b"))).isFalse();
        assertThat(storage.replace("pending", Optional.of(bytes("b")), bytes("c")))
                .isFalse();
        assertThat(text("pending")).contains("a");
        assertThat(storage.replace("pending", Optional.of(bytes("a")), bytes("b")))
                .isTrue();
        assertThat(text("pending")).contains("b");
    }

    @Test
    void of_those_who_replace_a_file_at_the_same_time_one_does() throws Exception {
        storage().replace("checkpoint", Optional.empty(), bytes("0"));
        for (int round = 0; round < 3; round++) {
            byte[] before = bytes(String.valueOf(round));
            byte[] after = bytes(String.valueOf(round + 1));
            List<Boolean> done = atOnce(() -> storage().replace("checkpoint", Optional.of(before), after));
            assertThat(done).as("round %s", round).containsOnlyOnce(true);
            assertThat(storage().read("checkpoint").orElseThrow()).isEqualTo(after);
        }
    }

    @Test
    void writers_that_append_at_the_same_time_write_one_log() throws Exception {
        List<LogEntry> entries = LogSamples.entries(0, 200);
        atOnce(() -> {
            LogWriter writer = new LogWriter(storage(), LogSamples.KEY);
            for (int from = 0; from < entries.size(); from += 100) {
                writer.append(entries.subList(from, from + 100));
            }
            return true;
        });
        assertThat(new LogWriter(storage(), LogSamples.KEY).append(entries)).isZero();
        LogReport report =
                LogVerifier.verify(storage(), LogSamples.KEY.verifierKey(), Optional.empty(), Optional.empty());
        assertThat(report.findings()).isEmpty();
        assertThat(LogReader.open(storage()).orElseThrow().checkpoint().size()).isEqualTo(entries.size());
    }

    private static <T> List<T> atOnce(Callable<T> task) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                tasks.add(task);
            }
            for (Future<T> each : threads.invokeAll(tasks)) {
                results.add(each.get());
            }
        }
        return results;
    }

    private Optional<String> text(String path) {
        return storage().read(path).map(LogStorageContract::text);
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
