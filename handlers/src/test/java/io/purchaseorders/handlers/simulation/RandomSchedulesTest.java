package io.purchaseorders.handlers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of everything that the stream, the function's processes and its writes can do. {@code -Dschedules=N}
 * and {@code -Dschedules.first=SEED} choose others, {@code -Dschedules.generation=N} of those with a second generation;
 * {@code -Pmillion} runs a million.
 */
@NullMarked
class RandomSchedulesTest {

    private static final long FIRST = Long.getLong("schedules.first", 0);

    @Test
    void every_schedule_on_stores_in_memory_ends_in_the_rows_of_a_fold_from_scratch() {
        assertThat(new Schedules(Ports::inMemory).run(FIRST, Long.getLong("schedules", 20_000)))
                .isEmpty();
    }

    @Test
    void every_schedule_in_which_a_second_generation_is_born_ends_in_both_in_the_rows_of_a_fold_from_scratch() {
        assertThat(Schedules.withGeneration().run(FIRST, Long.getLong("schedules.generation", 500)))
                .isEmpty();
    }

    @Test
    void every_schedule_on_dynamodb_local_ends_in_the_rows_of_a_fold_from_scratch() {
        assertThat(new Schedules(Ports::onDynamoDbLocal, Route.AS_THE_RUNTIME_DOES)
                        .run(FIRST, Long.getLong("schedules.dynamodb", 200)))
                .isEmpty();
    }
}
