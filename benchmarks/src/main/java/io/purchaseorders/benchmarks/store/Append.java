package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.ReferenceLoad;
import io.purchaseorders.benchmarks.ReferenceLoad.Published;
import io.purchaseorders.local.lambda.LambdaFunction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Events of 1 KB through the order-processor, as the bus would deliver them. */
@SuppressWarnings("InlineFormatString") // the shape of the JSON is easier to see by itself
final class Append {

    private static final long SEED = 4711;
    private static final int DAYS = 10;

    /** What an item of the events table holds besides the detail: names, keys, type, source and recorded at, at most. */
    private static final int OTHER_BYTES = 180;

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
     * @param leastRead what any design reads that looks at an order's events consistently before it takes another
     */
    record Stored(Units units, double leastRead) {}

    static Stored measure(int orders, int itemBytes) throws Exception {
        ReferenceLoad load = new ReferenceLoad(SEED, DAYS);
        List<byte[]> payloads = new ArrayList<>();
        double least = 0;
        for (int order = 0; order < orders; order++) {
            List<Published> events = load.nextOrder();
            for (int before = 0; before < events.size(); before++) {
                payloads.add(payload(events.get(before), itemBytes));
                least += Math.max(1, Math.ceilDiv(before * itemBytes, BYTES_READ_A_UNIT));
            }
        }
        try (Server server = Server.start()) {
            LambdaFunction processor = server.processor();
            Units units = CapacityMeter.during(() -> {
                for (byte[] payload : payloads) {
                    accept(processor, payload);
                }
                return payloads;
            });
            return new Stored(units.each(payloads.size()), least / payloads.size());
        }
    }

    private static void accept(LambdaFunction processor, byte[] payload) throws Exception {
        String answer = new String(processor.invoke(payload), StandardCharsets.UTF_8);
        if (!answer.contains("accepted")) {
            throw new IllegalStateException("an event of the reference load was not accepted: " + answer);
        }
    }

    private static byte[] payload(Published event, int itemBytes) {
        return ENVELOPE.formatted(event.eventId(), event.type(), filled(event, itemBytes))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The detail of an item of so many bytes at most, and hardly fewer. */
    private static String filled(Published event, int itemBytes) {
        String detail = event.detail();
        int missing = itemBytes - OTHER_BYTES - FILLER.length() - 1 - detail.length();
        return missing < 0 ? detail : detail.substring(0, detail.length() - 1) + FILLER + "x".repeat(missing) + "\"}";
    }
}
