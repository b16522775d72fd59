package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private static final Duration STANDSTILL = Duration.ofMillis(20);
    private static final long LOOK_MILLIS = 1;

    @Test
    void what_grows_may_take_longer_in_all_than_it_may_stand_still() throws InterruptedException {
        AtomicLong number = new AtomicLong();
        long end = 10 * STANDSTILL.toMillis();
        long begun = System.nanoTime();
        Waiting.whileItGrows(number::incrementAndGet, end, STANDSTILL, LOOK_MILLIS, () -> "stands still");
        assertThat(number).hasValue(end);
        assertThat(System.nanoTime() - begun).isGreaterThan(STANDSTILL.toNanos());
    }

    @Test
    void what_stands_still_is_told_of() {
        AtomicLong number = new AtomicLong();
        assertThatThrownBy(() -> Waiting.whileItGrows(
                        () -> Math.min(3, number.incrementAndGet()), 4, STANDSTILL, LOOK_MILLIS, () -> "stands still"))
                .isInstanceOf(UsageProblem.class)
                .hasMessage("stands still");
    }
}
