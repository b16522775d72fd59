package io.purchaseorders.local.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeadStartTest {

    private final HeadStart headStart = new HeadStart();
    private final Queue<String> begun = new ConcurrentLinkedQueue<>();

    private Thread start(String name) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                headStart.begin();
                begun.add(name);
            } catch (InterruptedException e) {
                begun.add("interrupted");
            }
        });
    }

    @Test
    void all_others_wait_for_the_first() throws InterruptedException {
        start("first").join();
        List<Thread> others =
                IntStream.range(0, 3).mapToObj(i -> start("another")).toList();
        await().until(() -> others.stream().allMatch(other -> other.getState() == Thread.State.WAITING));
        assertThat(begun).containsExactly("first");
        headStart.end();
        for (Thread other : others) {
            other.join();
        }
        assertThat(begun).containsExactly("first", "another", "another", "another");
    }

    @Test
    void nobody_waits_a_second_time() throws InterruptedException {
        start("first").join();
        headStart.end();
        headStart.end();
        start("second").join();
        start("third").join();
        assertThat(begun).containsExactly("first", "second", "third");
    }
}
