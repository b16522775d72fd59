package io.purchaseorders.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Events that differ in everything, recorded one a second. */
final class LogSamples {

    static final SigningKey KEY = SigningKey.generate("localhost/purchase-orders/test");
    static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    private LogSamples() {}

    /** An event as the events table has it. */
    record Event(String orderId, String timestamp, String type, String source, String recordedAt, String detail) {
        LogEntry entry() {
            return LogEntry.of(orderId, timestamp, type, source, recordedAt, detail);
        }
    }

    static Event event(int number) {
        String orderId = String.format(Locale.ROOT, "o-%05d", number / 3);
        String eventId = "e-" + number;
        Instant recordedAt = BEGIN.plusSeconds(number);
        return new Event(
                orderId,
                String.format(Locale.ROOT, "2026-10-%02dT00:00:00.000000000Z#%s", 1 + number % 28, eventId),
                number % 3 == 0 ? "OrderPlaced" : "OrderConfirmed",
                "shop-" + number % 7,
                recordedAt.toString(),
                "{\"eventId\":\"" + eventId + "\",\"orderId\":\"" + orderId + "\",\"n\":" + number + "}");
    }

    static List<LogEntry> entries(int begin, int end) {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = begin; i < end; i++) {
            entries.add(event(i).entry());
        }
        return entries;
    }
}
