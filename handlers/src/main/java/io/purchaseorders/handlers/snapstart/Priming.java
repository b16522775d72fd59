package io.purchaseorders.handlers.snapstart;

import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.stores.dynamodb.Tables;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a function does before Lambda takes the snapshot that its execution environments start from: the classes of the
 * DynamoDB client and of the JSON codec are loaded, and run once. Harmless, for it only reads what is not there; and nothing
 * unique gets into the snapshot, for it works on clients of its own, which are closed: no connection, no credential, no
 * random state stays. Source: AWS Lambda's documentation of SnapStart, on runtime hooks and uniqueness.
 */
public final class Priming {

    private static final Logger LOG = LoggerFactory.getLogger(Priming.class);

    /** The id of an order and a customer that nobody has. */
    public static final String NOBODY = "snapstart:priming";

    /** As EventBridge hands it over. */
    public static final String ENVELOPE = """
            {"version":"0","id":"priming","detail-type":"OrderPlaced","source":"priming","detail":\
            {"eventId":"e","orderId":"snapstart:priming","occurredAt":"2026-01-01T00:00:00Z",\
            "customerId":"snapstart:priming","currency":"EUR",\
            "lines":[{"sku":"s","quantity":1,"unitPrice":"12.50","discount":0}]}}""";

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private Priming() {}

    /** An event that is stored nowhere. */
    public static RecordedEvent event() {
        String detail = ENVELOPE.substring(ENVELOPE.indexOf("{\"eventId\""), ENVELOPE.length() - 1);
        return new RecordedEvent(EventCodec.stored("OrderPlaced", detail), "priming", AT, detail);
    }

    /** Never fails: what starts from a snapshot without it is slower, not wrong. */
    public static void run(Map<String, String> environment, Consumer<Tables> part) {
        try (Tables.Lent lent = Tables.lend(environment)) {
            part.accept(lent.tables());
        } catch (RuntimeException failure) {
            LOG.atWarn().addKeyValue("failure", failure.getClass().getName()).log("SnapStart priming failed");
        }
    }
}
