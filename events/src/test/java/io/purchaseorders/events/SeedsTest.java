package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedsTest {

    @Test
    void a_failure_names_its_seed_and_the_command_that_repeats_it() {
        long failing = Long.getLong("laws.first", 0);
        assertThatThrownBy(
                        () -> Seeds.each(seed -> assertThat(seed).as("the sum").isEqualTo(-1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "seed " + failing + ",",
                        "mvn test -pl events -am -Dtest=SeedsTest ",
                        "-Dlaws.seeds=1 -Dlaws.first=" + failing + ":",
                        "the sum");
        assertThatThrownBy(() -> Seeds.eachSchedule(seed -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("-Dschedules=1 -Dschedules.first=", "broken");
    }

    @Test
    void every_seed_runs_once() {
        List<Long> seeds = new ArrayList<>();
        Seeds.each(seeds::add);
        assertThat(seeds)
                .hasSize(Math.toIntExact(Long.getLong("laws.seeds", 1_500)))
                .doesNotHaveDuplicates()
                .isSorted();
    }
}
