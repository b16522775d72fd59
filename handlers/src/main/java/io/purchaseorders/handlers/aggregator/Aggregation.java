package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.handlers.aggregator.BatchWriter.OvertakenException;
import io.purchaseorders.handlers.aggregator.BatchWriter.Written;
import io.purchaseorders.handlers.aggregator.ShardRegistry.Position;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.QuarantineReader.QuarantineState;
import io.purchaseorders.stores.QuarantineStore;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.RejectionWriter;
import io.purchaseorders.stores.ShardRow;
import io.purchaseorders.stores.ShardRow.Batch;
import io.purchaseorders.stores.ShardStore;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Applies one batch from start to end: reads the orders, plans, writes, and records the batch as complete. */
final class Aggregation {

    /**
     * How often a batch is planned in one invocation. The invocation that overtook it has usually ended by the second
     * attempt; if not, Lambda retries later.
     */
    static final int ATTEMPTS = 3;

    /** The ports that the aggregation reads and writes. */
    record Stores(
            EventReader events,
            ProjectionStore projections,
            ShardStore shards,
            RejectionWriter rejections,
            QuarantineStore quarantine) {}

    private final Stores stores;
    private final ShardRegistry registry;
    private final BatchWriter writer;
    private final BatchReading reading;
    private final WindowEnd windowEnd;
    private final Supplier<ZoneId> zone;

    Aggregation(Stores stores, ShardLineage lineage, ZoneId zone, ExecutorService writers) {
        this(stores, lineage, () -> zone, writers);
    }

    /** @param zone the reporting time zone of the table; fails where that is not there, before anything is read of it */
    Aggregation(Stores stores, ShardLineage lineage, Supplier<ZoneId> zone, ExecutorService writers) {
        this.stores = stores;
        this.zone = zone;
        this.registry = new ShardRegistry(stores.shards(), lineage);
        this.writer = new BatchWriter(stores.projections(), stores.quarantine(), writers);
        this.reading = new BatchReading(stores);
        this.windowEnd = new WindowEnd(stores.shards());
    }

    Applied apply(String shardId, String streamArn, List<StreamRecord> records) {
        if (records.isEmpty()) {
            return Applied.nothing(0);
        }
        ZoneId reporting = zone.get();
        for (int attempt = 1; ; attempt++) {
            try {
                Optional<Position> position = registry.position(shardId, streamArn);
                return position.isPresent()
                        ? apply(position.get(), records, reporting)
                        : Applied.nothing(records.size());
            } catch (OvertakenException overtaken) {
                registry.forget();
                if (attempt == ATTEMPTS) {
                    throw overtaken;
                }
            }
        }
    }

    private Applied apply(Position position, List<StreamRecord> records, ZoneId reporting) {
        String shardId = position.row().shardId();
        QuarantineState state = stores.quarantine().state();
        BatchReading.Read read = reading.read(records, state, shardId, reporting);
        // Before the order rows: once those are written, a retry plans nothing and would not know of the conflicts.
        for (History.Conflict conflict : read.plan().conflicts()) {
            stores.rejections().add(Rejection.conflict(conflict.counts(), conflict.loses()));
        }
        Written written = writer.write(read.plan(), position.cursor(), state.rows());
        RecordOutcomes outcomes = new RecordOutcomes(read.orders(), read.state(), read.quarantined());
        Optional<Instant> newest = newest(records);
        RecordCounts recordCounts = complete(position.row(), records, newest, outcomes);
        // Only now does the quarantine end: until then a retry sees that the release brought the event in.
        for (StreamRecord record : records) {
            if (record instanceof StreamRecord.Release release
                    && read.state().events().contains(release.event())
                    && outcomes.holds(release.event())) {
                stores.quarantine().applied(release.event());
            }
        }
        return new Applied(
                records.size(),
                recordCounts,
                read.plan().counts().conflicts(),
                read.plan().counts().anomalies(),
                List.copyOf(read.quarantined()),
                written.rowsQuarantined(),
                read.violations(),
                written.requests() + 1,
                newest);
    }

    /** Counts every record in the one write that moves the shard beyond it, whichever invocation makes that write. */
    private RecordCounts complete(
            ShardRow position, List<StreamRecord> records, Optional<Instant> newest, RecordOutcomes outcomes) {
        ShardRow row = position;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            ShardRow now = row;
            List<StreamRecord> ahead = records.stream()
                    .filter(record -> now.appliedThrough()
                            .map(done -> record.at().compareTo(done) > 0)
                            .orElse(true))
                    .toList();
            if (ahead.isEmpty()) {
                return RecordCounts.NONE;
            }
            Batch batch = new Batch(
                    ahead.getFirst().at(),
                    ahead.getLast().at(),
                    Stream.concat(now.recordedThrough().stream(), newest.stream())
                            .max(Instant::compareTo),
                    outcomes.of(ahead));
            if (stores.shards().complete(now.shardId(), now.appliedThrough(), batch)) {
                registry.remember(now.after(batch));
                return batch.recordCounts();
            }
            row = registry.stored(now.shardId()).orElseThrow(() -> new OvertakenException("shard " + now.shardId()));
        }
        throw new OvertakenException("shard " + row.shardId());
    }

    /** Ends a tumbling window: keeps a checkpoint of its record counts, and says whether they balance. */
    WindowEnd.Closed endWindow(String shardId, Instant start, Instant end, boolean isEarly, WindowCounters counters) {
        Objects.requireNonNull(zone.get(), "a table that is there has a time zone");
        return windowEnd.close(shardId, start, end, isEarly, counters.seen());
    }

    private static Optional<Instant> newest(List<StreamRecord> records) {
        Instant newest = Instant.MIN;
        for (StreamRecord record : records) {
            if (record instanceof StreamRecord.Insert insert
                    && insert.untimely().isEmpty()) {
                Instant recordedAt = insert.sequenced().event().recordedAt();
                newest = recordedAt.isAfter(newest) ? recordedAt : newest;
            }
        }
        return newest.equals(Instant.MIN) ? Optional.empty() : Optional.of(newest);
    }
}
