package io.purchaseorders.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.log.Observed.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Appends that end at every operation they have, and what the next writer makes of it. */
class CrashTest {

    /** For each crash point, so many ways to lose or tear what was not flushed. */
    private static final int WAYS = 6;

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void an_append_that_ends_anywhere_leads_to_the_same_log() {
        for (int[] sizes : new int[][] {{0, 3}, {1, 2}, {250, 10}, {256, 256}, {255, 1}, {700, 600}}) {
            FilesInMemory before = new FilesInMemory();
            new LogWriter(before, LogSamples.KEY).append(LogSamples.entries(0, sizes[0]));
            List<LogEntry> run = LogSamples.entries(sizes[0], sizes[0] + sizes[1]);
            FilesInMemory expected = before.copy();
            new LogWriter(expected, LogSamples.KEY).append(run);
            for (int point = 0; endsAt(point, before, run, expected); point++) {
                // Every point is checked until the append has no more operations.
            }
        }
    }

    /** Says whether the append has so many operations. */
    private static boolean endsAt(int point, FilesInMemory before, List<LogEntry> run, FilesInMemory expected) {
        for (int way = 0; way < WAYS; way++) {
            FilesInMemory files = before.copy();
            LogWriter writer = new LogWriter(new Observed(files, crashAt(point)), LogSamples.KEY);
            if (way == 0 && ends(writer, run)) {
                return false;
            }
            if (way > 0) {
                assertThatThrownBy(() -> writer.append(run)).isInstanceOf(Crash.class);
            }
            files.crash(new SplittableRandom(way));
            LogReport crashed = verify(files);
            assertThat(crashed.findings())
                    .as("after operation %s, way %s", point, way)
                    .isEmpty();
            new LogWriter(files, LogSamples.KEY).append(run);
            assertThat(asText(files)).as("operation %s, way %s", point, way).isEqualTo(asText(expected));
        }
        return true;
    }

    private static boolean ends(LogWriter writer, List<LogEntry> run) {
        try {
            writer.append(run);
            return true;
        } catch (Crash e) {
            return false;
        }
    }

    private static Observed.Observer crashAt(int point) {
        AtomicInteger operations = new AtomicInteger();
        return (operation, path) -> {
            if (operation != Operation.READ && operations.getAndIncrement() == point) {
                throw new Crash();
            }
        };
    }

    private static LogReport verify(LogStorage files) {
        return LogVerifier.verify(files, LogSamples.KEY.verifierKey(), Optional.empty(), Optional.empty());
    }

    private static Map<String, String> asText(FilesInMemory files) {
        Map<String, String> text = new TreeMap<>();
        files.files().forEach((path, content) -> text.put(path, new String(content, StandardCharsets.ISO_8859_1)));
        return text;
    }
}
