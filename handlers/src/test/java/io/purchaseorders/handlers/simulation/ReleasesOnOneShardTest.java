package io.purchaseorders.handlers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two releases of the aggregator on one shard, of which one knows rows that the other does not: nothing is quarantined,
 * and all rows end as those of a fold from scratch. {@code -Dreleases=N} and {@code -Dreleases.first=SEED} choose schedules.
 */
@NullMarked
class ReleasesOnOneShardTest {

    private static final List<Release> RELEASES = List.of(Release.values());
    private static final long FIRST = Long.getLong("releases.first", 0);
    private static final long COUNT = Long.getLong("releases", 2_000);

    static Stream<Arguments> orders() {
        return Stream.of(
                Arguments.of("there and back and there", List.of(Release.OLDEST, Release.NEWEST, Release.OLDEST)),
                Arguments.of("back and there and back", List.of(Release.NEWEST, Release.OLDEST, Release.NEWEST)),
                Arguments.of(
                        "by the release that only reads",
                        List.of(Release.OLDEST, Release.READS_THE_NEXT, Release.NEWEST, Release.READS_THE_NEXT)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("orders")
    void whichever_release_comes_first_and_back_again_nothing_is_quarantined_and_all_is_exact(
            String name, List<Release> releases) {
        LongStream.range(FIRST, FIRST + COUNT / 10).forEach(seed -> {
            List<RecordedEvent> events = new RandomHistories(seed).recorded(3, 5);
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < events.size(); i++) {
                if (i * releases.size() / events.size() != (i - 1) * releases.size() / events.size() || i == 0) {
                    steps.add(new Step.Deploy(releases.get(i * releases.size() / events.size())));
                }
                steps.add(new Step.Arrive(events.get(i)));
                steps.add(new Step.Deliver(0, 1_000, Fault.NONE));
            }
            assertExact(seed, steps);
        });
    }

    @Test
    void releases_change_at_any_moment_of_any_schedule_of_faults() {
        System.out.println(COUNT + " random schedules with releases, seeds " + FIRST + " to " + (FIRST + COUNT - 1));
        LongStream.range(FIRST, FIRST + COUNT).parallel().forEach(seed -> {
            Random random = new Random(~seed);
            List<Step> steps = new ArrayList<>();
            for (Step step : RandomSchedule.of(seed).steps()) {
                if (random.nextInt(4) == 0) {
                    steps.add(new Step.Deploy(Simulation.chosen(RELEASES, random.nextInt(RELEASES.size()))));
                }
                steps.add(step);
            }
            assertExact(seed, steps);
        });
    }

    /** A release that knows what the one before it wrote goes on at once: going back one step stops nothing. */
    @Test
    void going_back_by_one_release_stops_no_shard() {
        Ports ports = Ports.inMemory();
        List<RecordedEvent> events = new RandomHistories(1).recorded(1, 4);
        List<Step> steps = new ArrayList<>();
        for (RecordedEvent event : events) {
            steps.add(new Step.Deploy(steps.isEmpty() ? Release.NEWEST : Release.READS_THE_NEXT));
            steps.add(new Step.Arrive(event));
            steps.add(new Step.Deliver(0, 1_000, Fault.NONE));
            steps.add(new Step.Tick(Duration.ofSeconds(1)));
        }
        Trace trace = Trace.on();
        assertThat(Simulation.run(new Schedule(0, steps), ports, Route.DIRECT, trace)
                        .wrong())
                .isEmpty();
        assertThat(trace.text()).doesNotContain("it fails");
    }

    /** The simulated refusal is felt: a release that does not know a row gets nowhere until the newer one is back. */
    @Test
    void going_back_by_two_stops_the_shard_until_the_newer_release_is_there() {
        List<RecordedEvent> events = new RandomHistories(1).recorded(1, 4);
        Trace trace = Trace.on();
        List<Step> steps = List.of(
                new Step.Deploy(Release.NEWEST),
                new Step.Arrive(events.get(0)),
                new Step.Deliver(0, 1_000, Fault.NONE),
                new Step.Deploy(Release.OLDEST),
                new Step.Arrive(events.get(1)),
                new Step.Deliver(0, 1_000, Fault.NONE));
        assertThat(Simulation.run(new Schedule(0, steps), Ports.inMemory(), Route.DIRECT, trace)
                        .wrong())
                .isEmpty();
        assertThat(trace.text()).contains("it fails: io.purchaseorders.stores.NewerCodecException");
    }

    private static void assertExact(long seed, List<Step> steps) {
        Schedule schedule = new Schedule(0, steps);
        assertThat(Simulation.run(schedule, Ports.inMemory(), Route.DIRECT, Trace.off())
                        .wrong())
                .as("seed %d:%n%s", seed, schedule.words())
                .isEmpty();
    }
}
