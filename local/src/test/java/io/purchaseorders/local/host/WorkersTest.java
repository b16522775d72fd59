package io.purchaseorders.local.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {

    /** Such as that of a disk that is full for a moment, or of a class that cannot be loaded. */
    @Test
    void work_that_an_exception_or_an_error_ended_begins_again() {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch working = new CountDownLatch(1);
        try (Workers workers = new Workers()) {
            workers.start("worker", () -> {
                switch (begun.incrementAndGet()) {
                    case 1 -> throw new IllegalStateException("no space left on device");
                    case 2 -> throw new NoClassDefFoundError("gone");
                    default -> {
                        working.countDown();
                        while (!workers.stopping()) {
                            workers.pause(Duration.ofSeconds(60));
                        }
                    }
                }
            });
            Awaitility.await().until(() -> working.getCount() == 0);
        }
        assertThat(begun).hasValue(3);
    }

    @Test
    void work_that_returned_is_done_and_a_neighbour_goes_on() throws InterruptedException {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch neighbour = new CountDownLatch(2);
        try (Workers workers = new Workers()) {
            workers.start("done", begun::incrementAndGet);
            workers.start("neighbour", () -> {
                neighbour.countDown();
                throw new IllegalStateException("again and again");
            });
            assertThat(neighbour.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(begun).hasValue(1);
    }

    @Test
    void what_begins_again_ends_when_the_workers_are_closed() {
        AtomicInteger begun = new AtomicInteger();
        Workers workers = new Workers();
        workers.start("worker", () -> {
            begun.incrementAndGet();
            throw new IllegalStateException("always");
        });
        Awaitility.await().until(() -> begun.get() > 0);
        workers.close();
        int atClosing = begun.get();
        Awaitility.await()
                .during(Duration.ofMillis(1_500))
                .atMost(Duration.ofSeconds(5))
                .until(() -> begun.get() == atClosing);
    }
}
