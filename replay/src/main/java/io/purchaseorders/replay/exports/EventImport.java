package io.purchaseorders.replay.exports;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.replay.exports.ExportFolder.DataFile;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.StoredNames;
import io.purchaseorders.stores.dynamodb.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Brings the events of a full export, which {@link TableExport} or the service wrote, into an empty table. */
public final class EventImport {

    /** How many items one BatchWriteItem takes, and how many bytes of details: its limit is 16 MB. */
    private static final int ITEMS_A_CALL = 25;

    private static final int BYTES_A_CALL = 4 * 1024 * 1024;

    private EventImport() {}

    /**
     * Reads the events of the one full export under a folder. Items that only ask for another delivery are left out. The
     * export's authentication codes are not looked at: they are of the system that it comes from.
     *
     * @throws ExportProblem where there is none, more than one, one that is damaged, or an item that is no event
     */
    public static List<RecordedEvent> read(Path folder) throws IOException {
        List<ExportFolder> exports = EventExports.under(folder);
        if (exports.size() != 1 || exports.getFirst().isIncremental()) {
            throw new ExportProblem("There is not one full export in " + folder + " but " + exports.size()
                    + " exports: name the folder that ./orders export wrote.");
        }
        List<RecordedEvent> events = new ArrayList<>();
        for (DataFile file : exports.getFirst().files()) {
            DataLines.read(file, (bytes, from) -> {
                int end = DataLines.end(bytes, from);
                Map<String, String> item = texts(DetailJson.MAPPER
                        .readTree(new String(bytes, from, end - from, StandardCharsets.UTF_8))
                        .path("Item"));
                if (EventItem.releasedBy(item.getOrDefault(StoredNames.TIMESTAMP, ""))
                        .isEmpty()) {
                    events.add(event(item));
                }
                return end + 1;
            });
        }
        return events;
    }

    private static Map<String, String> texts(JsonNode item) {
        Map<String, String> texts = new HashMap<>();
        item.properties()
                .forEach(attribute -> texts.put(
                        attribute.getKey(),
                        attribute.getValue().path("S").isTextual()
                                ? attribute.getValue().path("S").textValue()
                                : attribute.getValue().toString()));
        return texts;
    }

    private static RecordedEvent event(Map<String, String> item) {
        try {
            return EventItem.read(item, EventCodes.WITHOUT_KEY);
        } catch (IllegalArgumentException noEvent) {
            throw new ExportProblem("The item " + item.get(StoredNames.ORDER_ID) + " " + item.get(StoredNames.TIMESTAMP)
                    + " of the export is no event of this system: " + noEvent.getMessage() + ".");
        }
    }

    /** Writes events under the authentication codes of the system that the tables belong to. */
    public static void write(List<RecordedEvent> events, Tables tables) {
        List<WriteRequest> waiting = new ArrayList<>();
        int bytes = 0;
        for (RecordedEvent event : events) {
            Map<String, AttributeValue> item = new HashMap<>();
            EventItem.write(event, tables.codes())
                    .forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
            waiting.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
            bytes += event.detail().length();
            if (waiting.size() == ITEMS_A_CALL || bytes > BYTES_A_CALL) {
                send(waiting, tables);
                bytes = 0;
            }
        }
        send(waiting, tables);
    }

    private static void send(List<WriteRequest> waiting, Tables tables) {
        Map<String, List<WriteRequest>> asked =
                waiting.isEmpty() ? Map.of() : Map.of(tables.events(), List.copyOf(waiting));
        while (!asked.isEmpty()) {
            Map<String, List<WriteRequest>> now = asked;
            asked = tables.client()
                    .batchWriteItem(batch -> batch.requestItems(now))
                    .unprocessedItems();
        }
        waiting.clear();
    }
}
