package io.purchaseorders.notary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.log.LogMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExporterTest {

    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    /** What DynamoDB would do: the same export for the same token. */
    private static final class Asked implements ExportRequests {

        record Window(Optional<Instant> since, Instant through) {}

        final Map<String, Window> byToken = new HashMap<>();
        final List<Window> windows = new ArrayList<>();
        final Set<String> failed = new HashSet<>();
        final Set<String> running = new HashSet<>();
        Instant now = BEGIN;
        boolean answerIsLost;

        @Override
        public Instant latest() {
            return now;
        }

        @Override
        public String begin(Optional<Instant> since, Instant through, String token) {
            Window window = new Window(since, through);
            if (byToken.putIfAbsent(token, window) == null) {
                windows.add(window);
            }
            assertThat(byToken.get(token)).isEqualTo(window);
            if (answerIsLost) {
                answerIsLost = false;
                throw new IllegalStateException("the answer was lost");
            }
            return "arn-" + token;
        }

        @Override
        public Status status(String arn) {
            if (running.contains(arn)) {
                return Status.RUNNING;
            }
            return failed.contains(arn) ? Status.FAILED : Status.FINISHED;
        }

        String lastArn() {
            Window last = windows.getLast();
            return "arn-"
                    + byToken.entrySet().stream()
                            .filter(entry -> entry.getValue().equals(last))
                            .findFirst()
                            .orElseThrow()
                            .getKey();
        }
    }

    private final Asked asked = new Asked();
    private final LogMemory state = new LogMemory();

    private String run() {
        return new Exporter(asked, state).run();
    }

    @Test
    void a_full_export_is_followed_by_incremental_ones_without_a_gap() {
        run();
        asked.now = BEGIN.plus(Duration.ofMinutes(14));
        assertThat(run()).contains("too early");
        asked.now = BEGIN.plus(Duration.ofMinutes(15)).plusMillis(900);
        run();
        asked.now = BEGIN.plus(Duration.ofHours(50));
        run();
        run();
        run();
        run();
        assertThat(asked.windows)
                .containsExactly(
                        window(null, "2026-11-01T00:00:00Z"),
                        window("2026-11-01T00:00:00Z", "2026-11-01T00:15:00Z"),
                        window("2026-11-01T00:15:00Z", "2026-11-02T00:15:00Z"),
                        window("2026-11-02T00:15:00Z", "2026-11-03T00:15:00Z"),
                        window("2026-11-03T00:15:00Z", "2026-11-03T02:00:00Z"));
    }

    @Test
    void the_next_one_waits_for_the_last() {
        run();
        asked.running.add(asked.lastArn());
        asked.now = BEGIN.plus(Duration.ofHours(1));
        assertThat(run()).contains("under way");
        assertThat(asked.windows).hasSize(1);
        asked.running.clear();
        run();
        assertThat(asked.windows).hasSize(2);
    }

    @Test
    void one_that_failed_is_asked_for_again_from_where_it_began() {
        run();
        asked.failed.add(asked.lastArn());
        asked.now = BEGIN.plus(Duration.ofMinutes(1));
        run();
        asked.now = BEGIN.plus(Duration.ofMinutes(20));
        run();
        asked.failed.add(asked.lastArn());
        asked.now = BEGIN.plus(Duration.ofMinutes(40));
        run();
        assertThat(asked.windows)
                .containsExactly(
                        window(null, "2026-11-01T00:00:00Z"),
                        window(null, "2026-11-01T00:01:00Z"),
                        window("2026-11-01T00:01:00Z", "2026-11-01T00:20:00Z"),
                        window("2026-11-01T00:01:00Z", "2026-11-01T00:40:00Z"));
    }

    @Test
    void an_answer_that_was_lost_leads_to_the_same_export() {
        asked.answerIsLost = true;
        assertThatThrownBy(this::run).isInstanceOf(IllegalStateException.class);
        asked.now = BEGIN.plus(Duration.ofHours(2));
        run();
        assertThat(asked.windows).containsExactly(window(null, "2026-11-01T00:00:00Z"));
        run();
        assertThat(asked.windows).hasSize(2);
    }

    private static Asked.Window window(@org.jspecify.annotations.Nullable String since, String through) {
        return new Asked.Window(Optional.ofNullable(since).map(Instant::parse), Instant.parse(through));
    }
}
