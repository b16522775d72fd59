package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.ReferenceLoad;
import io.purchaseorders.benchmarks.ReferenceLoad.Published;
import io.purchaseorders.local.lambda.LambdaFunction;
import io.purchaseorders.local.sqs.QueueEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Events of 1 KB through the order-processor, in batches as the queue would deliver them. */
@SuppressWarnings("InlineFormatString") // the shape of the JSON is easier to see by itself
final class Append {

    private static final long SEED = 4711;
    private static final int DAYS = 10;

    /** What an item of the events table holds besides the detail: names, keys, type, source, recorded at, code, at most. */
    private static final int OTHER_BYTES = 250;

    /** SQS' limit of one ReceiveMessage or DeleteMessageBatch. */
    private static final int MESSAGES_A_CALL = 10;

    /** Unknown members are kept, and so make an event as large as one likes. */
    private static final String FILLER = ",\"remark\":\"";

    /** What a read unit reads. */
    private static final int BYTES_READ_A_UNIT = 4096;

    private static final String ENVELOPE = """
            {"version":"0","id":"%s","detail-type":"%s","source":"shop.example","account":"111122223333",\
            "time":"2026-01-01T00:00:00Z","region":"us-east-1","resources":[],"detail":%s}""";

    private Append() {}

    /**
     * What one event takes.
     *
     * @param batch events of one invocation
     * @param effort of ours and DynamoDB Local
     * @param leastRead what any design reads that looks at an order's events consistently before it takes another
     */
    record Stored(int batch, Units units, double leastRead, Effort.Each effort) {

        /** Sent once by EventBridge; received and deleted by Lambda, ten messages at most a call. */
        double queueCalls() {
            return 1 + 2.0 * Math.ceilDiv(batch, MESSAGES_A_CALL) / batch;
        }
    }

    /** @param batchSize events of one invocation; an order's come together, as publishers send them */
    static Stored measure(int orders, int itemBytes, int batchSize) throws Exception {
        return measure(Server::start, orders, itemBytes, batchSize);
    }

    /** The same on another server. */
    static Stored measure(Supplier<Server> servers, int orders, int itemBytes, int batchSize) throws Exception {
        ReferenceLoad load = new ReferenceLoad(SEED, DAYS);
        List<String> envelopes = new ArrayList<>();
        double least = 0;
        for (int order = 0; order < orders; order++) {
            List<Published> events = load.nextOrder();
            for (int before = 0; before < events.size(); before++) {
                envelopes.add(envelope(events.get(before), itemBytes));
                least += Math.max(1, Math.ceilDiv(before * itemBytes, BYTES_READ_A_UNIT));
            }
        }
        try (Server server = servers.get()) {
            LambdaFunction processor = server.processor();
            Effort effort = Effort.begin();
            Units units = CapacityMeter.during(() -> {
                for (int from = 0; from < envelopes.size(); from += batchSize) {
                    accept(processor, envelopes.subList(from, Math.min(envelopes.size(), from + batchSize)));
                }
                return envelopes;
            });
            return new Stored(
                    batchSize, units.each(envelopes.size()), least / envelopes.size(), effort.end(envelopes.size()));
        }
    }

    private static void accept(LambdaFunction processor, List<String> envelopes) throws Exception {
        String answer = new String(processor.invoke(QueueEvents.of(envelopes)), StandardCharsets.UTF_8);
        if (!answer.contains("\"accepted\":" + envelopes.size())) {
            throw new IllegalStateException("events of the reference load were not accepted: " + answer);
        }
    }

    private static String envelope(Published event, int itemBytes) {
        return ENVELOPE.formatted(event.eventId(), event.type(), filled(event, itemBytes));
    }

    /** The detail of an item of so many bytes at most, and hardly fewer. */
    private static String filled(Published event, int itemBytes) {
        String detail = event.detail();
        int missing = itemBytes - OTHER_BYTES - FILLER.length() - 1 - detail.length();
        return missing < 0 ? detail : detail.substring(0, detail.length() - 1) + FILLER + "x".repeat(missing) + "\"}";
    }
}
