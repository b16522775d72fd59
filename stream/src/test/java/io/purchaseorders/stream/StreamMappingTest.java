package io.purchaseorders.stream;

import static io.purchaseorders.stream.Lambda.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.stream.Action.Invoke;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What the services document of a DynamoDB stream that is mapped to a function, sentence by sentence. The sources are
 * pages of Lambda's developer guide, named at each group, and DynamoDB's "Change data capture for DynamoDB Streams".
 */
class StreamMappingTest {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private static final Map<String, Object> DEFAULTS = Map.of(
            "EventSourceArn",
            "arn:aws:dynamodb:r:a:table/t/stream/s",
            "FunctionName",
            "f",
            "StartingPosition",
            "TRIM_HORIZON",
            "BatchSize",
            4,
            "MaximumBatchingWindowInSeconds",
            1);

    private static Lambda lambda(Object... more) {
        Map<String, Object> properties = new java.util.HashMap<>(DEFAULTS);
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i].toString(), more[i + 1]);
        }
        return new Lambda(MappingSettings.of(properties)).shard("s");
    }

    private static Lambda windowed(Object... more) {
        List<Object> all = new ArrayList<>(List.of("TumblingWindowInSeconds", WINDOW.toSeconds()));
        all.addAll(List.of(more));
        return lambda(all.toArray());
    }

    /** "Change data capture for DynamoDB Streams", reading and processing a stream. */
    @Nested
    class Shards {

        @Test
        void a_parent_is_processed_before_its_children() {
            Lambda lambda = lambda().shard("c1", "s")
                    .shard("c2", "s")
                    .put("s", 1, 6)
                    .put("c1", 7, 7)
                    .put("c2", 8, 8);
            lambda.runFor(Duration.ofSeconds(9));
            assertThat(lambda.batches()).containsExactly("[1, 2, 3, 4]", "[5, 6]");
            lambda.close("s").runFor(Duration.ofSeconds(9));
            assertThat(lambda.batches()).containsExactly("[1, 2, 3, 4]", "[5, 6]", "[7]", "[8]");
        }

        @Test
        void a_shard_that_rolls_over_goes_on_in_its_child() {
            Lambda lambda = lambda().put("s", 1, 1)
                    .close("s")
                    .shard("t", "s")
                    .put("t", 2, 2)
                    .close("t");
            lambda.shard("u", "t").put("u", 3, 3).runFor(Duration.ofSeconds(9));
            assertThat(lambda.batches()).containsExactly("[1]", "[2]", "[3]");
            assertThat(lambda.stream.finished()).containsExactlyInAnyOrder("s", "t");
        }

        @Test
        void a_shard_whose_parent_is_no_longer_listed_is_read() {
            Lambda lambda = lambda().shard("c", "gone").put("c", 1, 1).runFor(Duration.ofSeconds(2));
            assertThat(lambda.batches()).containsExactly("[1]");
        }

        @Test
        void a_failing_batch_holds_up_its_shard_and_no_other() {
            Lambda lambda = lambda("BatchSize", 1).shard("other").put("s", 1, 2).put("other", 3, 4);
            lambda.function = Lambda.failingOn("1");
            lambda.runFor(Duration.ofSeconds(20));
            assertThat(lambda.batches()).contains("[1]", "[3]", "[4]").doesNotContain("[2]");
        }

        @Test
        void a_poller_that_takes_over_delivers_again_from_its_checkpoint_on_while_the_former_still_may() {
            Lambda lambda = lambda().put("s", 1, 6).runFor(Duration.ofSeconds(3));
            Shard former = lambda.takeOver("s", "2");
            lambda.runFor(Duration.ofSeconds(3));
            assertThat(lambda.batches()).containsExactly("[1, 2, 3, 4]", "[5, 6]", "[3, 4, 5, 6]");
            assertThat(former.completedThrough()).contains("6");
        }
    }

    /** "Process DynamoDB records with Lambda", polling and batching streams. */
    @Nested
    class Batching {

        @Test
        void a_batch_is_invoked_once_it_is_full() {
            Lambda lambda = lambda().put("s", 1, 9).runFor(Duration.ZERO);
            assertThat(lambda.batches()).containsExactly("[1, 2, 3, 4]", "[5, 6, 7, 8]");
        }

        @Test
        void a_batch_that_does_not_fill_is_invoked_when_the_batching_window_is_over() {
            Lambda lambda = lambda().put("s", 1, 2).runFor(Duration.ofMillis(700));
            assertThat(lambda.batches()).isEmpty();
            lambda.put("s", 3, 3).runFor(Duration.ofMillis(500));
            assertThat(lambda.batches()).containsExactly("[1, 2, 3]");
        }

        @Test
        void without_a_batching_window_records_are_invoked_as_soon_as_they_are_read() {
            Lambda lambda =
                    lambda("MaximumBatchingWindowInSeconds", 0).put("s", 1, 1).runFor(Duration.ZERO);
            assertThat(lambda.batches()).containsExactly("[1]");
        }

        @Test
        void a_batch_is_invoked_when_its_payload_reaches_6_megabytes() {
            String large = "x".repeat(ShardMapping.MAX_PAYLOAD_CHARACTERS / 2);
            Lambda lambda = lambda();
            for (String number : List.of("1", "2", "3")) {
                lambda.put("s", number, NOON, large);
            }
            lambda.runFor(Duration.ofSeconds(2));
            assertThat(lambda.batches()).containsExactly("[1]", "[2]", "[3]");
        }

        @Test
        void the_records_of_a_shard_are_processed_in_order_one_batch_at_a_time() {
            Lambda lambda = lambda("BatchSize", 1).put("s", 1, 3);
            lambda.function = Lambda.failingOn("2");
            lambda.runFor(Duration.ofSeconds(1));
            assertThat(lambda.batches()).startsWith("[1]", "[2]", "[2]").doesNotContain("[3]");
        }

        @Test
        void a_shard_is_read_from_its_oldest_record_or_from_its_checkpoint() {
            assertThat(lambda().put("s", 1, 2).runFor(Duration.ofSeconds(2)).batches())
                    .containsExactly("[1, 2]");
            Lambda restarted = lambda().put("s", 1, 2).runFor(Duration.ofSeconds(2));
            restarted.takeOver("s", "1");
            assertThat(restarted.runFor(Duration.ofSeconds(2)).batches()).containsExactly("[1, 2]", "[2]");
        }
    }

    /** "Configuring partial batch response with DynamoDB and Lambda". */
    @Nested
    class PartialResponses {

        private final List<Answer> answers = new ArrayList<>();

        private Lambda reporting(Lambda lambda, String... failures) {
            answers.add(Lambda.returned(1, failures));
            lambda.function = invoke -> answers.isEmpty() ? Lambda.counting(invoke) : answers.removeFirst();
            return lambda.put("s", 1, 4).runFor(Duration.ofSeconds(5));
        }

        private Lambda reportingEnabled(Object... more) {
            List<Object> all = new ArrayList<>(List.of("FunctionResponseTypes", List.of("ReportBatchItemFailures")));
            all.addAll(List.of(more));
            return lambda(all.toArray());
        }

        @Test
        void from_the_lowest_reported_record_on_all_are_retried() {
            assertThat(reporting(reportingEnabled(), "4", "3").batches()).containsExactly("[1, 2, 3, 4]", "[3, 4]");
        }

        @Test
        void with_bisection_the_batch_is_cut_at_the_reported_record_and_only_the_rest_is_retried() {
            Lambda lambda = reporting(reportingEnabled("BisectBatchOnFunctionError", true), "2");
            assertThat(lambda.batches()).containsExactly("[1, 2, 3, 4]", "[2, 3, 4]");
        }

        @Test
        void an_empty_list_is_a_success() {
            assertThat(reporting(reportingEnabled()).batches()).containsExactly("[1, 2, 3, 4]");
        }

        @Test
        void an_unknown_identifier_fails_the_whole_batch() {
            assertThat(reporting(reportingEnabled(), "99").batches()).containsExactly("[1, 2, 3, 4]", "[1, 2, 3, 4]");
        }

        @Test
        void an_empty_identifier_fails_the_whole_batch() {
            assertThat(reporting(reportingEnabled(), "").batches()).containsExactly("[1, 2, 3, 4]", "[1, 2, 3, 4]");
        }

        @Test
        void unless_it_is_enabled_a_report_is_ignored() {
            assertThat(reporting(lambda(), "2").batches()).containsExactly("[1, 2, 3, 4]");
        }

        /** The page does not say what a cut before the first record means; assumed is an ordinary failure. */
        @Test
        void a_report_of_the_first_record_is_a_failure_of_the_batch() {
            assertThat(reporting(reportingEnabled(), "1").batches()).containsExactly("[1, 2, 3, 4]", "[1, 2, 3, 4]");
        }
    }

    /** "Process DynamoDB records with Lambda", error handling; "Retain discarded records". */
    @Nested
    class Failures {

        @Test
        void without_limits_a_batch_is_retried_until_it_succeeds() {
            Lambda lambda = lambda().put("s", 1, 1);
            lambda.function = Lambda.failingOn("1");
            lambda.runFor(Duration.ofMinutes(10));
            assertThat(lambda.batches()).hasSizeGreaterThan(50).containsOnly("[1]");
            lambda.function = Lambda::counting;
            lambda.put("s", 2, 2).runFor(Duration.ofMinutes(1));
            assertThat(lambda.batches()).endsWith("[2]");
        }

        @Test
        void after_its_retries_a_batch_is_discarded_to_the_destination_with_its_payload_and_the_shard_goes_on() {
            Lambda lambda = lambda("MaximumRetryAttempts", 2).put("s", 1, 5);
            lambda.function = Lambda.failingOn("2");
            lambda.runFor(Duration.ofSeconds(30));
            assertThat(lambda.batches()).containsExactly("[1, 2, 3, 4]", "[1, 2, 3, 4]", "[1, 2, 3, 4]", "[5]");
            assertThat(lambda.discards()).singleElement().satisfies(discard -> {
                assertThat(Lambda.numbers(discard.records())).isEqualTo("[1, 2, 3, 4]");
                assertThat(discard.records()).allMatch(record -> record.json().equals("{}"));
                assertThat(discard.reason()).isEqualTo(Action.Reason.RetryAttemptsExhausted);
            });
        }

        @Test
        void with_bisection_a_failing_batch_is_cut_in_two_and_each_half_is_tried() {
            Lambda lambda = lambda("BisectBatchOnFunctionError", true, "MaximumRetryAttempts", 0)
                    .put("s", 1, 4);
            lambda.function = Lambda.failingOn("3");
            lambda.runFor(Duration.ofSeconds(30));
            assertThat(lambda.batches()).containsExactly("[1, 2, 3, 4]", "[1, 2]", "[3, 4]", "[3]", "[4]");
        }

        @Test
        void bisecting_does_not_count_towards_the_retries() {
            Lambda lambda = lambda("BisectBatchOnFunctionError", true, "MaximumRetryAttempts", 2)
                    .put("s", 1, 4);
            lambda.function = Lambda.failingOn("3");
            lambda.runFor(Duration.ofSeconds(30));
            assertThat(lambda.batches().stream().filter("[3]"::equals)).hasSize(3);
            assertThat(lambda.discards())
                    .singleElement()
                    .satisfies(discard ->
                            assertThat(Lambda.numbers(discard.records())).isEqualTo("[3]"));
        }

        @Test
        void records_beyond_the_record_age_are_discarded_and_not_invoked() {
            Lambda lambda = lambda("MaximumRecordAgeInSeconds", 60);
            lambda.put("s", "1", NOON.minusSeconds(61), "{}").put("s", 2, 2).runFor(Duration.ofSeconds(2));
            assertThat(lambda.batches()).containsExactly("[2]");
            assertThat(lambda.discards())
                    .singleElement()
                    .satisfies(discard -> assertThat(discard.reason()).isEqualTo(Action.Reason.RecordAgeExceeded));
        }

        @Test
        void a_batch_that_keeps_failing_is_discarded_once_its_records_are_too_old() {
            Lambda lambda = lambda("MaximumRecordAgeInSeconds", 60).put("s", 1, 1);
            lambda.function = Lambda.failingOn("1");
            lambda.runFor(Duration.ofMinutes(2));
            assertThat(lambda.discards()).hasSize(1);
        }
    }

    /** "Implementing stateful DynamoDB stream processing in Lambda". */
    @Nested
    class TumblingWindows {

        private List<Invoke> run(Lambda lambda, Duration duration) {
            return lambda.runFor(duration).invocations();
        }

        @Test
        void the_invocations_of_a_window_carry_its_state_on() {
            List<Invoke> invocations = run(windowed().put("s", 1, 6), Duration.ofSeconds(5));
            assertThat(invocations).extracting(Invoke::state).containsExactly(Map.of(), Map.of("count", "4"));
            assertThat(invocations)
                    .extracting(Invoke::window)
                    .containsOnly(Optional.of(new Shard.Window(NOON, NOON.plus(WINDOW))));
        }

        @Test
        void a_window_ends_with_a_last_invocation_that_has_its_state_and_no_records_and_then_it_is_deleted() {
            Lambda lambda = windowed().put("s", 1, 2).runFor(Duration.ofSeconds(61));
            assertThat(lambda.invocations()).extracting(Invoke::isFinal).containsExactly(false, true);
            assertThat(lambda.invocations().getLast().records()).isEmpty();
            assertThat(lambda.invocations().getLast().state()).containsEntry("count", "2");
            lambda.put("s", 3, 3).runFor(Duration.ofSeconds(2));
            assertThat(lambda.invocations().getLast().state()).isEmpty();
        }

        @Test
        void a_record_belongs_to_the_window_of_its_approximate_insertion_time() {
            Instant later = NOON.plus(WINDOW);
            List<Invoke> invocations = run(windowed().put("s", 1, 2).put("s", "3", later, "{}"), Duration.ofSeconds(3));
            assertThat(invocations).extracting(Invoke::isFinal).containsExactly(false, true, false);
            assertThat(invocations.getLast().window().orElseThrow().start()).isEqualTo(later);
        }

        @Test
        void a_response_without_state_counts_as_a_failed_invocation() {
            Lambda lambda = windowed("MaximumRetryAttempts", 1).put("s", 1, 1);
            lambda.function = invoke -> new Answer.Returned(Optional.empty(), List.of());
            lambda.runFor(Duration.ofSeconds(5));
            assertThat(lambda.discards()).hasSize(1);
        }

        @Test
        void a_window_whose_state_exceeds_1_megabyte_ends_early_and_the_next_invocation_has_a_fresh_state() {
            Lambda lambda = windowed().put("s", 1, 8);
            lambda.function = invoke -> new Answer.Returned(
                    Optional.of(Map.of("x", "y".repeat(ShardMapping.MAX_STATE_CHARACTERS))), List.of());
            List<Invoke> invocations = run(lambda, Duration.ZERO);
            assertThat(invocations).extracting(Invoke::isFinal).containsExactly(false, true, false, true);
            assertThat(invocations).extracting(Invoke::terminatedEarly).containsExactly(false, true, false, true);
            assertThat(invocations.get(2).state()).isEmpty();
            assertThat(invocations.get(2).window()).isEqualTo(invocations.get(0).window());
        }

        @Test
        void a_last_invocation_that_fails_suspends_the_shard_until_it_succeeds_whatever_the_limits() {
            Lambda lambda = windowed("MaximumRetryAttempts", 0, "MaximumRecordAgeInSeconds", 60)
                    .put("s", 1, 1)
                    .put("s", "2", NOON.plus(WINDOW), "{}");
            lambda.function = invoke -> invoke.isFinal() ? new Answer.Failed("down") : Lambda.counting(invoke);
            lambda.runFor(Duration.ofSeconds(50));
            assertThat(lambda.invocations()).hasSizeGreaterThan(3);
            assertThat(lambda.batches()).containsExactly("[1]");
            lambda.function = Lambda::counting;
            lambda.runFor(Duration.ofSeconds(12));
            assertThat(lambda.batches()).containsExactly("[1]", "[2]");
        }

        @Test
        void the_end_of_a_shard_ends_its_window_and_its_child_starts_with_a_fresh_state() {
            Lambda lambda = windowed().put("s", 1, 2).close("s").shard("t", "s").put("t", 3, 3);
            List<Invoke> invocations = run(lambda, Duration.ofSeconds(3));
            assertThat(invocations).extracting(Invoke::isFinal).containsExactly(false, true, false);
            assertThat(invocations.getLast().state()).isEmpty();
        }

        @Test
        void bisection_and_partial_responses_work_within_a_window() {
            Lambda lambda = windowed("BisectBatchOnFunctionError", true, "MaximumRetryAttempts", 0)
                    .put("s", 1, 4);
            lambda.function = Lambda.failingOn("1");
            lambda.runFor(Duration.ofSeconds(5));
            assertThat(lambda.batches()).containsExactly("[1, 2, 3, 4]", "[1, 2]", "[1]", "[2]", "[3, 4]");
            assertThat(lambda.invocations().getLast().state()).containsEntry("count", "1");
        }
    }
}
