package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is told of the rest while events are counted. */
class TimeLeftTest {

    private final TimeLeft left = new TimeLeft(5_000);

    private long at(long second, long done) {
        return left.seconds(done, TimeUnit.SECONDS.toNanos(second)).orElse(-1);
    }

    @Test
    void nothing_is_told_before_there_is_a_rate() {
        assertThat(at(2, 30)).isEqualTo(-1);
        assertThat(at(3, 60)).isEqualTo(-1);
        assertThat(at(10, 830)).isEqualTo(42);
    }

    @Test
    void a_slow_beginning_is_forgotten() {
        at(0, 10);
        at(40, 20);
        assertThat(at(50, 1_020)).isEqualTo(40);
    }

    @Test
    void a_standstill_of_half_a_minute_tells_nothing() {
        at(0, 0);
        assertThat(at(5, 1_000)).isEqualTo(20);
        assertThat(at(15, 1_000)).isEqualTo(60);
        assertThat(at(40, 1_000)).isEqualTo(-1);
    }
}
