package io.purchaseorders.handlers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An invocation that has no time for its whole batch gets the rest delivered, and nothing of what it did again. */
@NullMarked
class ShortOfTimeTest {

    @ParameterizedTest
    @EnumSource(Route.class)
    void what_was_left_for_want_of_time_comes_again_and_only_that(Route route) {
        List<Step> steps = new ArrayList<>();
        List<RecordedEvent> events = new RandomHistories(1).recorded(2, 10).subList(0, 5);
        events.forEach(event -> steps.add(new Step.Arrive(event)));
        steps.add(new Step.Hurry(2));
        for (int i = 0; i < 3; i++) {
            steps.add(new Step.Deliver(0, 1_000, Fault.NONE));
        }
        Trace trace = Trace.on();
        assertThat(Simulation.run(new Schedule(0, steps), Ports.inMemory(), route, trace)
                        .wrong())
                .isEmpty();
        List<Long> given = trace.text()
                .lines()
                .filter(line -> line.contains(" is given ["))
                .map(line -> line.chars().filter(letter -> letter == ',').count() + 1)
                .toList();
        assertThat(given).containsExactly(5L, 3L, 1L);
    }
}
