package io.purchaseorders.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.stream.Action.Discard;
import io.purchaseorders.stream.Action.Fetch;
import io.purchaseorders.stream.Action.Invoke;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardMappingTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final ShardMapping mapping = new ShardMapping(
            new MappingSettings(
                    "t",
                    "f",
                    4,
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1),
                    true,
                    2,
                    Duration.ofHours(1),
                    true,
                    "s3"),
            Filling.WHILE_RECORDS_KEEP_COMING);
    private final List<Action> actions = new ArrayList<>();
    private Instant now = NOON;
    private Shard shard = Shard.fresh("s");

    private static List<StreamRecord> records(int from, int to, Instant at) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> new StreamRecord(Integer.toString(i), at, "{}"))
                .toList();
    }

    private static Answer success(Invoke invoke) {
        int count = Integer.parseInt(invoke.state().getOrDefault("count", "0"));
        return new Answer.Returned(
                Optional.of(Map.of(
                        "count", Integer.toString(count + invoke.records().size()))),
                List.of());
    }

    /** Acts until there is nothing to do but to read or to end. */
    private void run(Function<Invoke, Answer> function) {
        for (int i = 0; i < 1000; i++) {
            ShardMapping.Step step = mapping.next(shard, now);
            shard = step.shard();
            switch (step.action()) {
                case Invoke invoke -> shard = mapping.answered(shard, invoke, function.apply(invoke), now);
                case Discard discard -> shard = mapping.discarded(shard, discard);
                case Action.Sleep sleep -> now = sleep.until();
                case Fetch fetch -> {
                    return;
                }
                case Action.Finished finished -> {
                    actions.add(step.action());
                    return;
                }
            }
            actions.add(step.action());
        }
        throw new AssertionError("The mapping does not come to rest: " + actions.subList(0, 20));
    }

    private void read(List<StreamRecord> records, boolean closed) {
        shard = mapping.fetched(shard, records, closed, now);
    }

    private List<Invoke> invocations() {
        return actions.stream()
                .filter(Invoke.class::isInstance)
                .map(Invoke.class::cast)
                .toList();
    }

    @Test
    void records_are_invoked_as_soon_as_none_follow() {
        read(records(1, 2, NOON), false);
        assertThat(mapping.next(shard, now).action()).isInstanceOf(Fetch.class);
        read(List.of(), false);
        run(ShardMappingTest::success);
        assertThat(invocations()).singleElement().satisfies(invoke -> {
            assertThat(invoke.records()).hasSize(2);
            assertThat(invoke.window().orElseThrow().end()).isEqualTo(NOON.plusSeconds(60));
        });
        assertThat(shard.completedThrough()).contains("2");
    }

    @Test
    void a_batch_is_full_at_its_size_and_carries_the_state_on() {
        read(records(1, 10, NOON), false);
        read(List.of(), false);
        run(ShardMappingTest::success);
        assertThat(invocations()).extracting(invoke -> invoke.records().size()).containsExactly(4, 4, 2);
        assertThat(invocations().getLast().state()).containsEntry("count", "8");
    }

    @Test
    void the_batching_window_ends_the_wait_for_a_full_batch() {
        read(records(1, 2, NOON), false);
        now = now.plusSeconds(1);
        run(ShardMappingTest::success);
        assertThat(invocations()).hasSize(1);
    }

    @Test
    void a_later_record_ends_the_window_with_an_empty_invocation() {
        read(records(1, 2, NOON), false);
        read(records(3, 3, NOON.plusSeconds(60)), false);
        read(List.of(), false);
        run(ShardMappingTest::success);
        assertThat(invocations()).extracting(Invoke::isFinal).containsExactly(false, true, false);
        assertThat(invocations().get(1).state()).containsEntry("count", "2");
        assertThat(invocations().get(2).state()).isEmpty();
    }

    @Test
    void a_drained_shard_ends_its_window_when_the_time_comes() {
        read(records(1, 1, NOON), false);
        read(List.of(), false);
        run(ShardMappingTest::success);
        now = NOON.plusSeconds(60);
        read(List.of(), false);
        run(ShardMappingTest::success);
        assertThat(invocations().getLast().isFinal()).isTrue();
        assertThat(shard.window()).isEmpty();
    }

    @Test
    void a_closed_shard_ends_its_window_and_is_finished() {
        read(records(1, 2, NOON), true);
        run(ShardMappingTest::success);
        assertThat(invocations()).extracting(Invoke::isFinal).containsExactly(false, true);
        assertThat(actions.getLast()).isInstanceOf(Action.Finished.class);
    }

    @Test
    void from_the_lowest_reported_record_on_all_are_retried() {
        List<String> failures = new ArrayList<>(List.of("4", "3"));
        read(records(1, 4, NOON), false);
        run(invoke -> {
            Answer.Returned answer =
                    new Answer.Returned(((Answer.Returned) success(invoke)).state(), List.copyOf(failures));
            failures.clear();
            return answer;
        });
        assertThat(invocations().get(1).records())
                .extracting(StreamRecord::sequenceNumber)
                .containsExactly("3", "4");
    }

    @Test
    void an_unknown_identifier_fails_the_whole_batch() {
        List<String> failures = new ArrayList<>(List.of("99"));
        read(records(1, 4, NOON), false);
        run(invoke -> {
            Answer answer = failures.isEmpty()
                    ? success(invoke)
                    : new Answer.Returned(Optional.of(Map.of()), List.copyOf(failures));
            failures.clear();
            return answer;
        });
        assertThat(invocations()).extracting(invoke -> invoke.records().size()).containsExactly(4, 2, 2);
    }

    @Test
    void bisection_isolates_a_bad_record_and_gives_up_only_on_it() {
        read(records(1, 8, NOON), false);
        run(invoke -> invoke.records().stream()
                        .anyMatch(record -> record.sequenceNumber().equals("3"))
                ? new Answer.Failed("bad")
                : success(invoke));
        assertThat(actions.stream().filter(Discard.class::isInstance).map(Discard.class::cast))
                .singleElement()
                .satisfies(discard -> {
                    assertThat(discard.records())
                            .extracting(StreamRecord::sequenceNumber)
                            .containsExactly("3");
                    assertThat(discard.attempts()).isEqualTo(3);
                });
        assertThat(shard.completedThrough()).contains("8");
    }

    @Test
    void an_answer_without_state_counts_as_failed() {
        read(records(1, 1, NOON), true);
        run(invoke -> invoke.isFinal() ? success(invoke) : new Answer.Returned(Optional.empty(), List.of()));
        assertThat(actions).anyMatch(Discard.class::isInstance);
    }

    @Test
    void a_failing_last_invocation_suspends_the_shard_until_it_succeeds() {
        List<Instant> attempts = new ArrayList<>();
        read(records(1, 1, NOON), true);
        run(invoke -> {
            if (invoke.isFinal()) {
                attempts.add(now);
                return attempts.size() < 12 ? new Answer.Failed("down") : success(invoke);
            }
            return success(invoke);
        });
        assertThat(attempts).hasSize(12);
        assertThat(Duration.between(attempts.get(10), attempts.get(11))).isEqualTo(Duration.ofSeconds(10));
        assertThat(actions.getLast()).isInstanceOf(Action.Finished.class);
    }

    @Test
    void an_expired_record_goes_to_the_destination_and_not_to_the_function() {
        read(records(1, 1, NOON.minus(Duration.ofHours(2))), false);
        read(List.of(), false);
        run(ShardMappingTest::success);
        assertThat(actions.getFirst())
                .isInstanceOfSatisfying(
                        Discard.class,
                        discard -> assertThat(discard.reason()).isEqualTo(Action.Reason.RecordAgeExceeded));
    }

    @Test
    void a_state_beyond_its_limit_ends_the_window_early() {
        read(records(1, 4, NOON), false);
        run(invoke -> new Answer.Returned(
                Optional.of(Map.of("x", "y".repeat(ShardMapping.MAX_STATE_CHARACTERS))), List.of()));
        assertThat(invocations().get(1).isFinal()).isTrue();
        assertThat(invocations().get(1).terminatedEarly()).isTrue();
    }

    @Test
    void a_batch_fits_one_payload() {
        String large = "x".repeat(ShardMapping.MAX_PAYLOAD_CHARACTERS / 2);
        read(
                IntStream.rangeClosed(1, 3)
                        .mapToObj(i -> new StreamRecord(Integer.toString(i), NOON, large))
                        .toList(),
                false);
        read(List.of(), false);
        run(ShardMappingTest::success);
        assertThat(invocations()).extracting(invoke -> invoke.records().size()).containsExactly(1, 1, 1);
    }
}
