package io.purchaseorders.handlers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of everything that the stream, the function's processes and its writes can do. {@code -Dschedules=N}
 * and {@code -Dschedules.first=SEED} choose others; {@code -Pmillion} runs a million.
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
    void every_schedule_on_dynamodb_local_ends_in_the_rows_of_a_fold_from_scratch() {
        assertThat(new Schedules(Ports::onDynamoDbLocal, Route.AS_THE_RUNTIME_DOES)
                        .run(FIRST, Long.getLong("schedules.dynamodb", 200)))
                .isEmpty();
    }
}
