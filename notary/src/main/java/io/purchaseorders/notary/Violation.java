package io.purchaseorders.notary;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;

/**
 * What an export has and may not: every event is stored once, by the order-processor, and never changed.
 *
 * @param writtenAt when it was written, as DynamoDB says; empty where the export does not say
 * @param file the export's data file, which has the item as it was before and after
 */
public record Violation(Kind kind, String orderId, String timestamp, String writtenAt, String file)
        implements Comparable<Violation> {

    /** What was done. */
    public enum Kind {
        CHANGED,
        REMOVED,
        /** An item that lacks what every event has. */
        NO_EVENT,
        /** It says that it was recorded at another time than it was written. */
        UNTIMELY
    }

    /** One line of JSON. */
    String line() {
        ObjectNode line = DetailJson.MAPPER.createObjectNode();
        line.put("kind", kind.name());
        line.put("orderId", orderId);
        line.put("timestamp", timestamp);
        line.put("writtenAt", writtenAt);
        line.put("file", file);
        return line.toString();
    }

    @Override
    public int compareTo(Violation other) {
        return line().compareTo(other.line());
    }
}
