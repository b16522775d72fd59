package io.purchaseorders.replay.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeadStartTest {

    private final HeadStart headStart = new HeadStart();
    private final Queue<String> begun = new ConcurrentLinkedQueue<>();
    private final CountDownLatch finish = new CountDownLatch(1);

    private Thread start(String name) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                headStart.call(() -> {
                    begun.add(name);
                    finish.await();
                    return name;
                });
            } catch (Exception e) {
                begun.add("failed: " + e);
            }
        });
    }

    private List<Thread> startFirstAndOthers() {
        start("first");
        await().until(() -> begun.size() == 1);
        List<Thread> others =
                IntStream.range(0, 3).mapToObj(i -> start("another")).toList();
        await().until(() -> others.stream().allMatch(other -> other.getState() == Thread.State.WAITING));
        assertThat(begun).containsExactly("first");
        return others;
    }

    @Test
    void all_others_wait_until_the_first_says_so() {
        startFirstAndOthers();
        headStart.end();
        await().until(() -> begun.size() == 4);
        finish.countDown();
    }

    @Test
    void all_others_wait_until_the_first_is_done() throws InterruptedException {
        List<Thread> others = startFirstAndOthers();
        finish.countDown();
        for (Thread other : others) {
            other.join();
        }
        assertThat(begun).containsExactly("first", "another", "another", "another");
    }

    @Test
    void nobody_waits_for_one_that_failed_nor_a_second_time() throws Exception {
        assertThatThrownBy(() -> headStart.call(() -> {
                    throw new IllegalStateException("damaged");
                }))
                .hasMessage("damaged");
        assertThat(headStart.call(() -> "second")).isEqualTo("second");
        headStart.end();
        assertThat(headStart.call(() -> "third")).isEqualTo("third");
    }
}
