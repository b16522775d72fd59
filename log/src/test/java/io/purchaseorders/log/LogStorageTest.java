package io.purchaseorders.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The contract, kept by what keeps the files of a log on this machine. */
class LogStorageTest {

    @TempDir
    private Path temporary = Path.of("");

    @Nested
    class OfAFolder extends LogStorageContract {

        @Override
        protected LogStorage storage() {
            return new LogFolder(temporary.resolve("log"));
        }
    }

    @Nested
    class OfMemory extends LogStorageContract {

        private final LogStorage memory = new LogMemory();

        @Override
        protected LogStorage storage() {
            return memory;
        }
    }

    static class DoingNothing extends LogStorageContract {

        @Override
        protected LogStorage storage() {
            return new LogStorage() {
                @Override
                public Optional<byte[]> read(String path) {
                    return Optional.empty();
                }

                @Override
                public void write(String path, byte[] content) {}

                @Override
                public void flush() {}

                @Override
                public void delete(String folder) {}

                @Override
                public boolean replace(String path, Optional<byte[]> expected, byte[] content) {
                    return false;
                }
            };
        }
    }

    @Test
    void a_storage_that_does_nothing_fails_every_test_of_the_contract() {
        SummaryGeneratingListener heard = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(DoingNothing.class))
                                .build(),
                        heard);
        assertThat(heard.getSummary().getTestsStartedCount()).isPositive();
        assertThat(heard.getSummary().getTestsFailedCount())
                .isEqualTo(heard.getSummary().getTestsStartedCount());
    }

    @Test
    void what_a_writer_left_unfinished_is_swept_once_nobody_can_be_writing_it() throws Exception {
        Path log = temporary.resolve("log");
        new LogWriter(new LogFolder(log), LogSamples.KEY).append(LogSamples.entries(0, 10));
        Path old = Files.writeString(log.resolve("tile/0/.unfinished-1-1"), "half a tile");
        Path fresh = Files.writeString(log.resolve(".unfinished-1-2"), "half a checkpoint");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(LogFolder.LONGEST_WRITE)));
        new LogWriter(new LogFolder(log), LogSamples.KEY).append(LogSamples.entries(0, 11));
        assertThat(List.of(old, fresh)).filteredOn(Files::exists).containsExactly(fresh);
    }
}
