package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Readers beside a publisher: no error, no answer that cannot be. Times are printed, not asserted. {@code scripts/load.sh}
 * runs it with 64 readers for a minute; to replay, set {@code load.seed} to the seed that is printed.
 */
class LoadTest {

    private static final int READERS = Integer.getInteger("load.readers", 8);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("load.seconds", 4));

    /** More than can be published in the time. */
    private static final long ORDERS_A_SECOND = 150;

    /** Before anybody reads there is something to be read. */
    private static final int FIRST_EVENTS = 100;

    @Test
    void readers_beside_a_publisher_get_no_error_and_no_wrong_answer()
            throws BindException, InterruptedException, ExecutionException {
        long seed = Long.getLong("load.seed", System.nanoTime());
        System.out.printf("load: seed %d, %d readers, %s%n", seed, READERS, TIME);
        Publication publication = new Publication(Entry.generated(ORDERS_A_SECOND * (TIME.toSeconds() + 1), seed));
        try (RunningApi api = new RunningApi();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            while (publication.done() < FIRST_EVENTS) {
                publication.publishMore(api);
            }
            new Reader(api, publication, seed).askAll(); // What a first answer takes is another question.
            Map<String, List<Long>> nanos = new TreeMap<>();
            List<Reader> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(new Reader(api, publication, seed + i));
            }
            run(
                    threads,
                    TIME,
                    api,
                    publication,
                    readers.stream().<Runnable>map(reader -> reader::ask).toList());
            readers.forEach(reader -> reader.nanosByQuestion()
                    .forEach((question, times) -> nanos.computeIfAbsent(question, q -> new ArrayList<>())
                            .addAll(times)));

            List<BareRead> bare = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                bare.add(new BareRead(api.system().dynamo().client()));
            }
            run(
                    threads,
                    TIME.dividedBy(4),
                    api,
                    publication,
                    bare.stream().<Runnable>map(read -> read::get).toList());
            print(
                    nanos,
                    bare.stream().flatMap(read -> read.nanos.stream()).sorted().toList());
            System.out.printf("load: %d events published meanwhile%n", publication.done());
            api.settle();
        }
    }

    /** All at once, over and over until the time is up, beside the publisher. */
    private static void run(
            ExecutorService threads, Duration time, RunningApi api, Publication publication, List<Runnable> work)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + time.toNanos();
        BooleanSupplier goesOn = () -> System.nanoTime() < end;
        List<Future<?>> running = new ArrayList<>();
        running.add(threads.submit(() -> {
            boolean more = true;
            while (more && goesOn.getAsBoolean()) {
                more = publication.publishMore(api);
            }
        }));
        for (Runnable each : work) {
            running.add(threads.submit(() -> {
                do {
                    each.run();
                } while (goesOn.getAsBoolean());
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
    }

    /** What any answer costs at least: one item by its key, from the same server, with nothing in between. */
    private static final class BareRead {

        private final DynamoDbClient client;
        private final Map<String, AttributeValue> key = new HashMap<>();
        private final List<Long> nanos = new ArrayList<>();

        BareRead(DynamoDbClient client) {
            this.client = client;
            var item = client.scan(
                            scan -> scan.tableName(RunningApi.EVENTS_TABLE).limit(1))
                    .items()
                    .getFirst();
            List.of("orderId", "timestamp").forEach(name -> key.put(name, item.get(name)));
        }

        void get() {
            long begin = System.nanoTime();
            assertThat(client.getItem(get ->
                                    get.tableName(RunningApi.EVENTS_TABLE).key(key))
                            .hasItem())
                    .isTrue();
            nanos.add(System.nanoTime() - begin);
        }
    }

    private static void print(Map<String, List<Long>> nanos, List<Long> bare) {
        System.out.printf(
                "%-12s %8s %9s %9s %14s %14s%n", "", "answers", "p50 ms", "p99 ms", "p50/GetItem", "p99/GetItem");
        line("GetItem", bare, bare);
        nanos.forEach(
                (question, times) -> line(question, times.stream().sorted().toList(), bare));
    }

    private static void line(String name, List<Long> sorted, List<Long> bare) {
        System.out.printf(
                "%-12s %8d %9.2f %9.2f %14.1f %14.1f%n",
                name,
                sorted.size(),
                at(sorted, 50) / 1e6,
                at(sorted, 99) / 1e6,
                (double) at(sorted, 50) / at(bare, 50),
                (double) at(sorted, 99) / at(bare, 99));
    }

    private static long at(List<Long> sorted, int percent) {
        return sorted.get((sorted.size() - 1) * percent / 100);
    }
}
