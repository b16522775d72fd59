package io.purchaseorders.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.local.cloudformation.QueueDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueTest {

    private static final Duration VISIBILITY = Duration.ofMinutes(3);
    private static final String DEAD = "arn:dead";

    private static final List<QueueDefinition> DEFINITIONS = List.of(
            new QueueDefinition(
                    "Q",
                    "q",
                    "arn:q",
                    VISIBILITY,
                    Duration.ofDays(14),
                    Optional.of(new QueueDefinition.Redrive(DEAD, 2))),
            new QueueDefinition("D", "dead", DEAD, VISIBILITY, Duration.ofDays(14), Optional.empty()));

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final InstantSource clock = () -> now;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private static List<Message> receive(Queue queue, int most) throws InterruptedException {
        return queue.receive(most, Long.MAX_VALUE, Duration.ZERO).messages();
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream().map(Message::body).toList();
    }

    @Test
    void what_is_received_is_hidden_until_its_timeout_is_over_or_it_is_deleted() throws Exception {
        try (Queues queues = Queues.open(DEFINITIONS, null, clock)) {
            Queue queue = queues.queue("arn:q");
            queue.send(List.of("a", "b", "c"));
            List<Message> first = receive(queue, 2);
            assertThat(texts(first)).containsExactly("a", "b");
            assertThat(texts(receive(queue, 9))).containsExactly("c");
            queue.delete(first.subList(0, 1));
            assertThat(queue.visibleMessages()).isZero();
            assertThat(queue.size()).isEqualTo(2);
            now = now.plus(VISIBILITY);
            assertThat(texts(receive(queue, 9))).containsExactly("b", "c");
        }
    }

    @Test
    void what_is_to_be_tried_again_comes_after_a_second_then_two_then_four() throws Exception {
        try (Queues queues = Queues.open(DEFINITIONS, null, clock)) {
            Queue queue = queues.queue(DEAD); // its messages are received as often as one likes
            queue.send(List.of("a"));
            for (int seconds : List.of(1, 2, 4, 8)) {
                queue.retry(receive(queue, 1));
                now = now.plusSeconds(seconds).minusNanos(1);
                assertThat(queue.visibleMessages()).isZero();
                now = now.plusNanos(1);
                assertThat(queue.visibleMessages()).isEqualTo(1);
            }
        }
    }

    @Test
    void what_was_received_too_often_goes_to_the_dead_letters_and_stays_there() throws Exception {
        try (Queues queues = Queues.open(DEFINITIONS, data, clock)) {
            Queue queue = queues.queue("arn:q");
            queue.send(List.of("poison"));
            for (int receive = 0; receive < 2; receive++) {
                assertThat(receive(queue, 9)).hasSize(1);
                now = now.plus(VISIBILITY);
            }
            Queue.Received third = queue.receive(9, Long.MAX_VALUE, Duration.ZERO);
            assertThat(third.messages()).isEmpty();
            queues.bury(queue, third.dead());
            assertThat(queue.size()).isZero();
        }
        try (Queues queues = Queues.open(DEFINITIONS, data, clock)) {
            assertThat(queues.queue("arn:q").size()).isZero();
            assertThat(queues.queue(DEAD).bodies()).containsExactly("poison");
        }
    }

    @Test
    void a_batch_has_so_many_characters_at_most_and_at_least_one_message() throws Exception {
        try (Queues queues = Queues.open(DEFINITIONS, null, clock)) {
            Queue queue = queues.queue("arn:q");
            queue.send(List.of("12345", "1", "2", "3"));
            assertThat(texts(queue.receive(9, 3, Duration.ZERO).messages())).containsExactly("12345");
            assertThat(texts(queue.receive(9, 2, Duration.ZERO).messages())).containsExactly("1", "2");
        }
    }

    @Test
    void a_message_is_forgotten_after_the_retention() throws Exception {
        try (Queues queues = Queues.open(DEFINITIONS, null, clock)) {
            Queue queue = queues.queue("arn:q");
            queue.send(List.of("old"));
            now = now.plus(Duration.ofDays(14));
            queue.send(List.of("new"));
            assertThat(texts(receive(queue, 9))).containsExactly("new");
        }
    }

    /** What a queue holds after its process ended without closing it is what a reader of the file finds. */
    @Test
    void what_was_sent_and_not_deleted_survives_whatever_a_crash_cuts_off() throws Exception {
        long seed = Long.getLong("queue.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int run = 0; run < 20; run++) {
            Path folder = data.resolve("run" + run);
            Set<String> kept = new TreeSet<>();
            for (int life = 0; life < 3; life++) {
                Queues queues = Queues.open(DEFINITIONS, folder, clock);
                Queue queue = queues.queue("arn:q");
                assertThat(new TreeSet<>(queue.bodies()))
                        .as("queue.seed=" + seed)
                        .isEqualTo(kept);
                live(queue, random, kept);
                if (random.nextBoolean()) {
                    queues.close();
                }
                tear(folder.resolve("queues").resolve("q"), random);
            }
        }
    }

    private void live(Queue queue, Random random, Set<String> kept) throws IOException, InterruptedException {
        for (int step = 0; step < 20; step++) {
            if (random.nextInt(3) < 2) {
                List<String> bodies = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(3); i++) {
                    bodies.add(random.nextLong() + "\u00e4".repeat(random.nextInt(50)));
                }
                queue.send(bodies);
                kept.addAll(bodies);
            } else {
                List<Message> received = receive(queue, 1 + random.nextInt(4));
                List<Message> done = received.subList(0, random.nextInt(received.size() + 1));
                queue.delete(done);
                texts(done).forEach(kept::remove);
                now = now.plus(VISIBILITY);
                queue.visibleMessages();
            }
            if (kept.size() > 40) {
                return;
            }
        }
    }

    /** A write that was under way left a part of an entry. */
    private static void tear(Path file, Random random) throws IOException {
        byte[] garbage = new byte[random.nextInt(30)];
        random.nextBytes(garbage);
        byte[] whole = Files.readAllBytes(file);
        byte[] torn = java.util.Arrays.copyOf(whole, whole.length + garbage.length);
        System.arraycopy(garbage, 0, torn, whole.length, garbage.length);
        Files.write(file, torn);
    }

    @Test
    void a_file_that_is_mostly_about_what_is_gone_is_written_anew() throws Exception {
        Path file = data.resolve("queues").resolve("q");
        try (Queues queues = Queues.open(DEFINITIONS, data, clock)) {
            Queue queue = queues.queue("arn:q");
            for (int i = 0; i < 8; i++) {
                queue.send(List.of("x".repeat(1_000_000)));
                queue.delete(receive(queue, 1));
            }
            queue.send(List.of("kept"));
            assertThat(Files.size(file)).isLessThan(5_000_000);
        }
        try (Queues queues = Queues.open(DEFINITIONS, data, clock)) {
            assertThat(queues.queue("arn:q").bodies()).containsExactly("kept");
        }
    }
}
