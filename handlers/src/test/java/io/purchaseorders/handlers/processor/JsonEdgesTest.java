package io.purchaseorders.handlers.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.memory.InMemoryDuplicateStore;
import io.purchaseorders.stores.memory.InMemoryEventStore;
import io.purchaseorders.stores.memory.InMemoryNoteStore;
import io.purchaseorders.stores.memory.InMemoryRejectionStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Whatever JSON the bus takes is accepted or rejected, whole, and never a failure. {@code -Djson.seed=N} repeats a run. */
@NullMarked
class JsonEdgesTest {

    private static final int DOCUMENTS = 1_000;
    private static final int BATCH = 100;

    private final long seed = Long.getLong("json.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InMemoryRejectionStore rejections = new InMemoryRejectionStore();
    private final ProcessorStores stores =
            new ProcessorStores(events, events, rejections, new InMemoryDuplicateStore(), new InMemoryNoteStore());
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void every_document_is_accepted_or_rejected_whole() {
        System.out.println("JsonEdgesTest: -Djson.seed=" + seed);
        Set<String> published = new TreeSet<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
            for (int batch = 0; batch < DOCUMENTS / BATCH; batch++) {
                Map<String, Envelope> envelopes = new LinkedHashMap<>();
                for (int i = 0; i < BATCH; i++) {
                    String detail = detail(batch * BATCH + i);
                    published.add(detail);
                    envelopes.put("m-" + i, envelope(detail));
                }
                assertThat(new Recorder(stores, clock, workers, "instance").record(envelopes))
                        .as("json.seed=" + seed)
                        .hasSize(BATCH)
                        .allSatisfy(delivery -> assertThat(delivery).isInstanceOf(Delivery.Settled.class));
            }
        }
        Set<String> kept = new HashSet<>();
        events.all().map(RecordedEvent::detail).forEach(kept::add);
        int accepted = kept.size();
        rejections
                .newestFirst(Optional.empty(), Optional.empty(), Optional.empty())
                .map(Rejection::detail)
                .forEach(kept::add);
        assertThat(published.stream().filter(detail -> !kept.contains(detail)))
                .as("json.seed=" + seed)
                .isEmpty();
        assertThat(accepted).isBetween(DOCUMENTS / 10, DOCUMENTS * 9 / 10);
    }

    private static Envelope envelope(String detail) {
        return Envelope.read("{\"id\":\"d\",\"detail-type\":\"OrderConfirmed\",\"source\":\"shop\",\"detail\":" + detail
                        + "}")
                .orElseThrow(() -> new AssertionError("no envelope around " + detail));
    }

    private String detail(int number) {
        String header = "\"eventId\":\"e" + number + "\",\"orderId\":\"o" + number
                + "\",\"occurredAt\":\"2026-11-23T10:00:00Z\"";
        return switch (random.nextInt(5)) {
            case 0 -> "{" + header + ",\"x" + number + "\":" + value(3) + "}";
            case 1 -> "{\"x" + number + "\":" + value(3) + "," + header + "}";
            case 2 -> "{ \n\t\"x" + number + "\" : " + value(2) + "}";
            case 3 -> "{" + header + ",\"schemaVersion\":" + number() + ",\"n\":" + number + "}";
            default -> "{" + header + "," + string() + ":" + value(2) + "}";
        };
    }

    private String value(int levels) {
        return switch (random.nextInt(levels > 0 ? 8 : 4)) {
            case 0 -> number();
            case 1 -> string();
            case 2 -> List.of("true", "false", "null", "{}", "[]", "\"\"").get(random.nextInt(6));
            case 3 -> nested();
            case 4 -> "[" + value(levels - 1) + "," + value(levels - 1) + "]";
            case 5 -> "{" + string() + ":" + value(levels - 1) + "}";
            case 6 -> "{\"a\":" + value(levels - 1) + ",\"a\":" + value(levels - 1) + "}";
            default -> " [\r\n" + value(levels - 1) + " ] ";
        };
    }

    /** About the depth at which parsers give up. */
    private String nested() {
        int depth = List.of(1, 490, 498, 499, 500, 501, 990, 999, 1_000, 1_001, 3_000)
                .get(random.nextInt(11));
        return random.nextBoolean()
                ? "[".repeat(depth) + "]".repeat(depth)
                : "{\"d\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    private String number() {
        String digits = "1234567890".repeat(110);
        int length =
                List.of(1, 17, 18, 19, 20, 38, 309, 999, 1_000, 1_001, 1_100).get(random.nextInt(11));
        return switch (random.nextInt(5)) {
            case 0 -> digits.substring(0, length);
            case 1 -> "-" + digits.substring(0, length);
            case 2 -> "0." + "0".repeat(length) + "1";
            case 3 ->
                List.of("1e", "100e", "1.00e", "0e").get(random.nextInt(4))
                        + List.of("9", "-9", "308", "-324", "2147483647", "2147483648", "-2147483648", "99999999999")
                                .get(random.nextInt(8));
            default -> digits.substring(0, length) + ".0E+" + random.nextInt(400);
        };
    }

    private String string() {
        return switch (random.nextInt(7)) {
            case 0 -> "\"" + "n".repeat(List.of(0, 64, 50_000, 50_001, 70_000).get(random.nextInt(5))) + "\"";
            case 1 -> "\"\\u0000\\u001f\\\"\\\\\\/\\b\\f\\n\\r\\t\"";
            case 2 -> "\"\\ud800\"";
            case 3 -> "\"\\udc00\\ud800x\"";
            case 4 -> "\"\ud83d\ude00\u2028\ufeff\uffff\u00e4\"";
            case 5 -> "\"__proto__\"";
            default -> "\"" + (char) ('a' + random.nextInt(26)) + "\"";
        };
    }
}
