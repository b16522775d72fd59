package io.purchaseorders.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** An event as a line of an export of the events table; it was recorded a minute after it happened. */
final class ExportLine {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ExportLine() {}

    /**
     * @param time when it happened, to the second and without an offset, at the half of an hour or ten minutes later
     * @param members of the detail after its ids and its time, and its closing brace
     */
    static String of(String orderId, String type, String time, String members) {
        ObjectNode line = MAPPER.createObjectNode();
        Map<String, String> texts = Map.of(
                "orderId",
                orderId,
                "timestamp",
                time + ".000000000Z#" + type,
                "type",
                type,
                "source",
                "shop",
                "recordedAt",
                time.replace(":30:", ":31:").replace(":40:", ":41:") + "Z",
                "detail",
                "{\"eventId\":\"" + type + "\",\"orderId\":\"" + orderId + "\",\"occurredAt\":\"" + time + "Z\""
                        + members);
        ObjectNode item = line.putObject("Item");
        texts.forEach((name, text) -> item.putObject(name).put("S", text));
        return line.toString();
    }
}
