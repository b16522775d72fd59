package io.purchaseorders.handlers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** On a store that is broken on purpose schedules fail, and shrink to one that a person can read. */
@NullMarked
class ShrinkingTest {

    private static final Schedules BROKEN = new Schedules(() -> {
        Ports ports = Ports.inMemory();
        return new Ports(
                ports.events(),
                new ForgetfulTotals(ports.totals()),
                ports.shards(),
                ports.rejections(),
                ports.quarantine());
    });

    private static List<Long> failing() {
        return LongStream.range(0, 1_000)
                .filter(seed -> BROKEN.fails(RandomSchedule.of(seed)))
                .limit(5)
                .boxed()
                .toList();
    }

    @Test
    void a_failing_schedule_shrinks_to_a_few_steps_that_still_fail() {
        assertThat(failing()).hasSize(5).allSatisfy(seed -> {
            Schedule shrunk = BROKEN.shrunk(seed);
            assertThat(BROKEN.fails(shrunk)).isTrue();
            assertThat(shrunk.steps()).hasSizeLessThanOrEqualTo(8);
            assertThat(shrunk.steps().size())
                    .isLessThanOrEqualTo(RandomSchedule.of(seed).steps().size());
        });
    }

    @Test
    void a_shrunk_schedule_is_told_in_numbered_steps_with_every_write_and_what_is_wrong() {
        String words = BROKEN.words(failing().getFirst());
        System.out.println(words);
        assertThat(words)
                .contains("shrunk to", "  1. event ", "What happens:", "write 1: ", "What is wrong:", "expected");
    }

    @Test
    void the_same_seed_always_does_the_same() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(told(seed)).isEqualTo(told(seed));
        }
    }

    private static String told(long seed) {
        Trace trace = Trace.on();
        return Simulation.run(RandomSchedule.of(seed), Ports.inMemory(), Route.DIRECT, trace) + trace.text();
    }
}
