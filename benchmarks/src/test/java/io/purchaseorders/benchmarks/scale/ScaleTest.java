package io.purchaseorders.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.purchaseorders.benchmarks.scale.Simulation.Resource;
import io.purchaseorders.benchmarks.scale.Simulation.Result;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class ScaleTest {

    private static final Deployed LARGE = new Deployed("large", 1_000, 1, 1_000_000);

    private static Result run(int eventsASecond, int shards, Deployed deployed) {
        return Simulation.run(new Load(Scale.SEED, eventsASecond, 60, shards), deployed);
    }

    @Test
    void the_same_seed_gives_the_same_result_and_another_one_another() {
        assertThat(run(2_000, 64, LARGE)).isEqualTo(run(2_000, 64, LARGE));
        assertThat(Simulation.run(new Load(1, 2_000, 60, 64), LARGE)).isNotEqualTo(run(2_000, 64, LARGE));
    }

    /** docs/benchmarks.md, cost: 5.13 in batches of 10, 2.87 in batches of 1,000. */
    @Test
    void on_one_shard_an_event_takes_the_units_that_bench_cost_counts() {
        assertThat(run(9, 1, LARGE).unitsAnEvent()).isCloseTo(5.13, within(0.5));
        assertThat(run(1_000, 1, new Deployed("slow", 1_000, 1, 1_000_000)).unitsAnEvent())
                .isCloseTo(2.87, within(0.6));
    }

    @Test
    void what_there_is_too_little_of_is_named_and_more_of_it_helps() {
        Deployed few = new Deployed("few", 2, 1, 1_000_000);
        assertThat(run(5_000, 64, few).tightest()).isEqualTo(Resource.PROCESSORS);
        assertThat(run(5_000, 64, few).queued()).isPositive();
        assertThat(run(5_000, 64, LARGE).queued()).isZero();
        Deployed small = new Deployed("small", 1_000, 1, 5_000);
        assertThat(run(5_000, 64, small).tightest()).isEqualTo(Resource.TABLE);
        assertThat(run(5_000, 64, small).lagMaxSeconds())
                .isGreaterThan(run(5_000, 64, LARGE).lagMaxSeconds());
    }

    @Test
    void a_row_that_many_shards_touch_is_dearer() {
        assertThat(run(6_400, 64, LARGE).unitsAnEvent())
                .isGreaterThan(run(100, 1, LARGE).unitsAnEvent());
    }
}
