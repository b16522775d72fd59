package io.purchaseorders.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {

    private final FilesInMemory files = new FilesInMemory();

    @Test
    void a_log_begins_with_the_checkpoint_of_the_empty_tree() {
        assertThat(LogReader.open(files)).isEmpty();
        assertThat(writer().append(List.of())).isZero();
        assertThat(reader().checkpoint())
                .isEqualTo(new Checkpoint(LogSamples.KEY.verifierKey().name(), 0, Hash.OF_EMPTY_TREE));
        assertThat(verify().isClean()).isTrue();
    }

    @Test
    void an_append_is_sorted_by_order_and_timestamp() {
        List<LogEntry> shuffled = LogSamples.entries(0, 40);
        Collections.reverse(shuffled);
        assertThat(writer().append(shuffled)).isEqualTo(40);
        List<LogEntry> logged = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            logged.add(reader().entry(i));
        }
        assertThat(logged)
                .isSortedAccordingTo(
                        java.util.Comparator.comparing(LogEntry::orderId).thenComparing(LogEntry::timestamp))
                .containsExactlyInAnyOrderElementsOf(shuffled);
    }

    @Test
    void what_the_log_has_is_not_appended_again_by_this_writer_or_another() {
        LogWriter first = writer();
        List<LogEntry> entries = LogSamples.entries(0, 300);
        assertThat(first.append(entries)).isEqualTo(300);
        assertThat(first.append(entries)).isZero();
        assertThat(writer().append(entries)).isZero();
        assertThat(writer().append(LogSamples.entries(290, 310))).isEqualTo(10);
        assertThat(first.append(Collections.nCopies(3, LogSamples.event(999).entry())))
                .isEqualTo(1);
        assertThat(reader().checkpoint().size()).isEqualTo(311);
        assertThat(first.index().find("o-00103", LogSamples.event(309).timestamp()))
                .isNotEmpty();
        assertThat(verify().isClean()).isTrue();
    }

    @Test
    void runs_of_any_size_give_the_tree_of_their_entries_and_the_tiles_of_its_size() {
        int logged = 0;
        LogWriter writer = writer();
        Frontier frontier = new Frontier();
        for (int run : new int[] {1, 1, 254, 1, 255, 256, 1_000, 3, 65_000, 7}) {
            assertThat(writer.append(LogSamples.entries(logged, logged + run))).isEqualTo(run);
            TiledTree tree = new TiledTree(files, logged + run);
            for (int i = logged; i < logged + run; i++) {
                frontier.add(tree.hash(0, i));
            }
            logged += run;
            assertThat(reader().checkpoint().size()).isEqualTo(logged);
            assertThat(reader().checkpoint().root()).isEqualTo(frontier.root());
        }
        assertThat(verify().findings()).isEmpty();
        List<String> expected = new ArrayList<>(List.of(Checkpoint.PATH, Pending.PATH));
        for (int level = Tile.ENTRIES; level <= Tile.highestLevel(logged); level++) {
            for (long index = 0; Tile.of(level, index, logged).isPresent(); index++) {
                expected.add(Tile.of(level, index, logged).get().path());
            }
        }
        assertThat(files.files().keySet()).containsAll(expected);
        assertThat(files.files().keySet().stream().filter(path -> !path.contains(".p/")))
                .as("full files are those of the size")
                .allMatch(expected::contains);
        assertThat(files.files().keySet().stream().filter(path -> path.contains(".p/")))
                .as("partial files remain only where no full one is")
                .noneMatch(path -> files.files().containsKey(path.substring(0, path.indexOf(".p/"))));
    }

    @Test
    void an_append_reads_and_writes_as_much_as_is_new() {
        LogWriter writer = writer();
        writer.append(LogSamples.entries(0, 20_000));
        AtomicLong operations = new AtomicLong();
        LogWriter counted =
                new LogWriter(new Observed(files, (operation, path) -> operations.incrementAndGet()), LogSamples.KEY);
        counted.append(LogSamples.entries(20_000, 20_001));
        operations.set(0);
        for (int i = 1; i <= 100; i++) {
            counted.append(LogSamples.entries(20_000 + i, 20_001 + i));
        }
        assertThat(operations.get()).as("an append of one entry").isLessThan(100 * 20);
    }

    @Test
    void proofs_of_entries_and_of_older_sizes_verify_at_every_size() {
        LogWriter writer = writer();
        List<Checkpoint> signed = new ArrayList<>();
        for (int size = 0; size <= 1_200; size += 83) {
            writer.append(LogSamples.entries(0, size));
            LogReader reader = reader();
            Checkpoint now = reader.checkpoint();
            for (long index = 0; index < now.size(); index += 37) {
                byte[] text = reader.prove(index).text().getBytes(StandardCharsets.UTF_8);
                assertThat(TlogProof.parse(text).verify(LogSamples.KEY.verifierKey()))
                        .isEqualTo(reader.entry(index));
            }
            for (Checkpoint old : signed) {
                assertThat(MerkleTree.isConsistent(
                                reader.proveConsistency(old.size()), old.size(), old.root(), now.size(), now.root()))
                        .isTrue();
            }
            signed.add(now);
        }
    }

    @Test
    void nothing_is_appended_to_a_log_whose_checkpoint_is_lost_forged_or_older_than_what_was_decided() {
        LogWriter writer = writer();
        writer.append(LogSamples.entries(0, 10));
        byte[] old = files.read(Checkpoint.PATH).orElseThrow();
        writer.append(LogSamples.entries(10, 20));
        writer.append(LogSamples.entries(20, 30));
        byte[] current = files.files().put(Checkpoint.PATH, old);
        assertRefused(writer, "an older or another one");
        files.files().remove(Checkpoint.PATH);
        assertRefused(writer, "lost its checkpoint");
        SigningKey other = SigningKey.generate(LogSamples.KEY.verifierKey().name());
        files.files()
                .put(
                        Checkpoint.PATH,
                        SignedNote.sign(SignedNote.parse(old).text(), other).bytes());
        assertRefused(writer, "not signed by");
        files.files().put(Checkpoint.PATH, java.util.Objects.requireNonNull(current));
        files.content("tile/0/000.p/30")[5] ^= 1;
        assertRefused(writer, "root of its checkpoint");
    }

    @Test
    void a_log_that_was_put_back_whole_is_refused_by_a_writer_that_knew_more() {
        LogWriter writer = writer();
        writer.append(LogSamples.entries(0, 10));
        FilesInMemory backup = files.copy();
        writer.append(LogSamples.entries(10, 20));
        writer.append(LogSamples.entries(10, 20));
        files.files().clear();
        files.files().putAll(backup.files());
        assertRefused(writer, "put back");
    }

    private void assertRefused(LogWriter writer, String reason) {
        assertThatThrownBy(() -> writer.append(LogSamples.entries(100, 101)))
                .isInstanceOf(LogProblem.class)
                .hasMessageContaining(reason);
    }

    @Test
    void runs_that_are_too_long_are_refused() {
        assertThatThrownBy(() -> writer().append(Collections.nCopies(
                        LogWriter.LONGEST_RUN + 1, LogSamples.event(1).entry())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_folder_holds_the_same_files(@TempDir Path folder) throws Exception {
        LogFolder storage = new LogFolder(folder);
        for (LogStorage each : List.of(files, storage)) {
            LogWriter writer = new LogWriter(each, LogSamples.KEY);
            writer.append(LogSamples.entries(0, 100));
            writer.append(LogSamples.entries(100, 900));
        }
        try (Stream<Path> written = Files.walk(folder)) {
            assertThat(written.filter(Files::isRegularFile)
                            .map(path -> folder.relativize(path).toString())
                            .filter(path -> !path.equals("lock")))
                    .containsExactlyInAnyOrderElementsOf(files.files().keySet());
        }
        for (String path : files.files().keySet()) {
            assertThat(storage.read(path).orElseThrow()).isEqualTo(files.files().get(path));
        }
        assertThatThrownBy(() -> storage.read("../secret")).isInstanceOf(IllegalArgumentException.class);
    }

    private LogWriter writer() {
        return new LogWriter(files, LogSamples.KEY);
    }

    private LogReader reader() {
        return LogReader.open(files).orElseThrow();
    }

    private LogReport verify() {
        return LogVerifier.verify(files, LogSamples.KEY.verifierKey(), Optional.empty(), Optional.empty());
    }
}
