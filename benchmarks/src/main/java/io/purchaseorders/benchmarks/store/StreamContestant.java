package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.ReferenceLoad.Published;
import io.purchaseorders.benchmarks.store.EventByEvent.Kind;
import io.purchaseorders.benchmarks.store.EventByEvent.Rows;
import io.purchaseorders.local.host.Backlog;
import io.purchaseorders.local.lambda.FunctionError;
import io.purchaseorders.local.lambda.Invocable;
import io.purchaseorders.local.lambda.mapping.StreamPoller;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionReader.TotalsRow;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.Tables;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Who consumes the stream of the events table on a DynamoDB Local of its own, by the template's mapping. */
enum StreamContestant {
    OURS("ours", 4_000),
    PER_RECORD_STORED(EventByEvent.label(Kind.PER_RECORD, Rows.STORED), 1_000),
    PER_RECORD(EventByEvent.label(Kind.PER_RECORD, Rows.EVERY_GRANULARITY), 400),
    TRANSACTION_STORED(EventByEvent.label(Kind.TRANSACTION, Rows.STORED), 1_000),
    TRANSACTION(EventByEvent.label(Kind.TRANSACTION, Rows.EVERY_GRANULARITY), 400);

    /** Of the density of an event of the load within a day. */
    private static final int EVENTS_A_DAY = 20_000;

    private static final int ITEMS_A_CALL = 25;
    private static final double NANOS = 1e9;
    private static final byte[] RECORD = "\"eventID\":".getBytes(StandardCharsets.UTF_8);

    private final String label;
    private final int events;

    StreamContestant(String label, int events) {
        this.label = label;
        this.events = events;
    }

    String label() {
        return label;
    }

    /** How many events it is given: as many as take it some seconds. */
    int events() {
        return events;
    }

    /**
     * What came out of it.
     *
     * @param effort of all in this process
     * @param from when it began to consume; the publishing was before
     */
    record Consumed(int events, Instant from, Instant to, Effort.Each effort, Map<RowKey, Measures> hours) {
        double eventsPerSecond() {
            return events * NANOS / Duration.between(from, to).toNanos();
        }
    }

    /** Consumes that many events, on a fresh server, until the last of them is in all totals. */
    Consumed consume(int count) throws Exception {
        return consume(Server::start, count);
    }

    /** The same on another server. */
    Consumed consume(Supplier<Server> servers, int count) throws Exception {
        ReferenceStream stream = new ReferenceStream(EVENTS_A_DAY, count);
        List<Published> taken = stream.take(count);
        try (Server server = servers.get()) {
            Orders.put(server, stream.under(taken));
            publish(server, taken);
            Invocable function = this == OURS ? server.aggregator() : peer(server);
            Instant from = Instant.now();
            Effort effort = Effort.begin();
            consume(server, function, count);
            return new Consumed(count, from, Instant.now(), effort.end(count), hours(server));
        }
    }

    private Invocable peer(Server server) {
        return switch (this) {
            case OURS -> throw new IllegalStateException("ours is no peer");
            case PER_RECORD_STORED -> new EventByEvent(Kind.PER_RECORD, Rows.STORED, server.tables());
            case PER_RECORD -> new EventByEvent(Kind.PER_RECORD, Rows.EVERY_GRANULARITY, server.tables());
            case TRANSACTION_STORED -> new EventByEvent(Kind.TRANSACTION, Rows.STORED, server.tables());
            case TRANSACTION -> new EventByEvent(Kind.TRANSACTION, Rows.EVERY_GRANULARITY, server.tables());
        };
    }

    private static void consume(Server server, Invocable function, int count) throws Exception {
        CountDownLatch left = new CountDownLatch(count);
        Invocable counted = payload -> {
            byte[] answer = invoke(function, payload);
            for (int records = records(payload); records > 0; records--) {
                left.countDown();
            }
            return answer;
        };
        try (StreamPoller poller = StreamPoller.start(
                server.mapping(), server.dynamo().streams(), counted, server.region(), null, new Backlog())) {
            left.await();
            if (!poller.failedBatches().isEmpty()) {
                throw new IllegalStateException("a batch was given up");
            }
        }
    }

    private static byte[] invoke(Invocable function, byte[] payload) throws FunctionError {
        try {
            return function.invoke(payload);
        } catch (FunctionError failed) {
            System.err.println("a batch failed: " + failed.getMessage());
            throw failed;
        }
    }

    private static int records(byte[] payload) {
        int records = 0;
        for (int at = 0; at + RECORD.length <= payload.length; at++) {
            if (payload[at] == '"' && Arrays.equals(payload, at, at + RECORD.length, RECORD, 0, RECORD.length)) {
                records++;
            }
        }
        return records;
    }

    private static void publish(Server server, List<Published> events) {
        Tables tables = server.tables();
        for (int from = 0; from < events.size(); from += ITEMS_A_CALL) {
            List<WriteRequest> items = events.subList(from, Math.min(events.size(), from + ITEMS_A_CALL)).stream()
                    .map(event -> EventItem.write(Orders.recordedNow(event), tables.codes()))
                    .map(StreamContestant::insert)
                    .toList();
            tables.client().batchWriteItem(write -> write.requestItems(Map.of(tables.events(), items)));
        }
    }

    private static WriteRequest insert(Map<String, String> item) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        item.forEach((name, value) -> attributes.put(name, AttributeValue.fromS(value)));
        return WriteRequest.builder().putRequest(put -> put.item(attributes)).build();
    }

    /** The rows of hours, which all have. */
    static Map<RowKey, Measures> hours(Server server) {
        return new DynamoProjectionStore(server.tables())
                .allTotals()
                .filter(row -> row.key().granularity().equals(Optional.of(Granularity.HOUR)))
                .collect(Collectors.toMap(TotalsRow::key, TotalsRow::measures));
    }
}
