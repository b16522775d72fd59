package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.handlers.simulation.Ports;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.stores.dynamodb.LocalTables;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;

/** Makes the real function on other stores than DynamoDB's, or on stores that fail. */
@NullMarked
public final class Aggregators {

    private Aggregators() {}

    /**
     * One execution environment.
     *
     * @param lineage what the stream lists: every shard with its parent, if it has one
     * @param writers carries out the writes of a batch
     */
    public static OrderAggregator on(
            Ports ports, Supplier<Map<String, Optional<String>>> lineage, ZoneId zone, ExecutorService writers) {
        return new OrderAggregator(aggregation(ports, lineage, zone, writers), LocalTables.CODES);
    }

    /** One that applies its batches record by record, so that it can stop after each. */
    public static OrderAggregator recordByRecord(
            Ports ports, Supplier<Map<String, Optional<String>>> lineage, ZoneId zone, ExecutorService writers) {
        return new OrderAggregator(
                aggregation(ports, lineage, zone, writers),
                LocalTables.CODES,
                new BatchParts(1),
                new BatchTelemetry(Telemetry.SILENT, Clock.systemUTC()));
    }

    /** One that tells what it does. */
    public static OrderAggregator telling(Ports ports, ExecutorService writers, Telemetry telemetry) {
        return new OrderAggregator(
                aggregation(ports, () -> Map.of("shard", Optional.empty()), ZoneOffset.UTC, writers),
                LocalTables.CODES,
                new BatchTelemetry(telemetry, Clock.systemUTC()));
    }

    private static Aggregation aggregation(
            Ports ports, Supplier<Map<String, Optional<String>>> lineage, ZoneId zone, ExecutorService writers) {
        return new Aggregation(
                new Aggregation.Stores(
                        ports.events(), ports.totals(), ports.shards(), ports.rejections(), ports.quarantine()),
                arn -> lineage.get(),
                zone,
                writers);
    }
}
