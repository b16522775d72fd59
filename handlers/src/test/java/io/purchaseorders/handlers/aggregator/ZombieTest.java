package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Seeds;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.memory.InMemoryEventStore;
import io.purchaseorders.stores.memory.InMemoryProjections;
import io.purchaseorders.stores.memory.InMemoryQuarantineStore;
import io.purchaseorders.stores.memory.InMemoryRejectionStore;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * An invocation that everybody has given up goes on later: before any one of its writes the same records are delivered
 * again and the stream goes on, past a split and the pruning of the old shard's checkpoints.
 */
@NullMarked
class ZombieTest {

    private static final Map<String, Optional<String>> LINEAGE =
            Map.of("a", Optional.empty(), "b", Optional.of("a"), "c", Optional.of("b"));
    private static final List<String> SHARDS = List.of("a", "b", "c");
    private static final ExecutorService ONE_WRITER = Executors.newSingleThreadExecutor();
    private static final ExecutorService WRITERS =
            Executors.newFixedThreadPool(4, Thread.ofVirtual().factory());

    @Test
    void an_invocation_that_outlives_its_batch_and_its_shard_changes_nothing() {
        Seeds.eachSchedule(ZombieTest::schedule);
    }

    private static void schedule(long seed) {
        Random random = new Random(seed);
        List<RecordedEvent> recorded = new RandomHistories(seed).recorded(3, 6);
        InMemoryProjections totals = new InMemoryProjections();
        InMemoryEventStore events = new InMemoryEventStore();
        recorded.forEach(events::append);
        Stores stores = new Stores(events, totals, totals, new InMemoryRejectionStore(), new InMemoryQuarantineStore());
        CrashingStores paused = new CrashingStores(stores);
        Aggregation healthy = new Aggregation(stores, arn -> LINEAGE, ZoneOffset.UTC, WRITERS);
        Aggregation zombie = new Aggregation(paused.stores(), arn -> LINEAGE, ZoneOffset.UTC, ONE_WRITER);

        List<List<StreamRecord>> shards = shards(recorded, random);
        int from = random.nextInt(shards.getFirst().size());
        int to = from + 1 + random.nextInt(shards.getFirst().size() - from);
        deliver(healthy, "a", shards.getFirst().subList(0, from), random);
        paused.pauseAt(random.nextInt(14), () -> {
            deliver(
                    healthy,
                    "a",
                    shards.getFirst().subList(from, shards.getFirst().size()),
                    random);
            int reached = 1 + random.nextInt(SHARDS.size());
            for (int shard = 1; shard < reached; shard++) {
                deliver(healthy, SHARDS.get(shard), shards.get(shard), random);
            }
        });
        try {
            zombie.apply("a", "arn", shards.getFirst().subList(from, to));
        } catch (BatchWriter.OvertakenException refused) {
            assertThat(refused).hasMessageContaining("retried");
        }
        paused.never();
        for (int shard = 0; shard < SHARDS.size(); shard++) {
            deliver(healthy, SHARDS.get(shard), shards.get(shard), random);
        }
        assertThat(Rows.of(totals)).isEqualTo(Rows.fromScratch(recorded));
        assertThat(totals.recordCounts()).isEqualTo(new RecordCounts(recorded.size(), recorded.size(), 0, 0, 0, 0));
    }

    /** Three shards, one after the other; the first is not empty. */
    private static List<List<StreamRecord>> shards(List<RecordedEvent> recorded, Random random) {
        int first = 1 + random.nextInt(recorded.size());
        int second = first + random.nextInt(recorded.size() - first + 1);
        return List.of(
                records(recorded.subList(0, first)),
                records(recorded.subList(first, second)),
                records(recorded.subList(second, recorded.size())));
    }

    private static List<StreamRecord> records(List<RecordedEvent> events) {
        List<StreamRecord> records = new ArrayList<>();
        events.forEach(event -> records.add(new StreamRecord.Insert(
                new SequencedEvent(SequenceNumber.of(String.valueOf(records.size() + 1)), event))));
        return records;
    }

    private static void deliver(Aggregation aggregation, String shard, List<StreamRecord> records, Random random) {
        for (int done = 0; done < records.size(); ) {
            int to = done + 1 + random.nextInt(records.size() - done);
            aggregation.apply(shard, "arn", records.subList(Math.max(0, done - random.nextInt(2)), to));
            done = to;
        }
    }
}
