package io.purchaseorders.replay.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.order.OrderRowCodec;
import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.exports.DataLines;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.exports.ExportFolder.DataFile;
import io.purchaseorders.replay.exports.ExportProblem;
import io.purchaseorders.replay.totals.Slice;
import io.purchaseorders.stores.ProjectionReader.TotalsRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The projections in a full export of the aggregations table; its attributes are those of {@code DynamoProjectionStore}. */
record ExportedRows(ExportFolder export) implements StoredRows {

    @Override
    public void read(Slice slice, Consumer<TotalsRow> totals, Consumer<OrderRow> orders) {
        for (DataFile file : export.files()) {
            try {
                DataLines.read(file, (bytes, from) -> {
                    int end = DataLines.end(bytes, from);
                    JsonNode item = item(file, new String(bytes, from, end - from, StandardCharsets.UTF_8));
                    String key = item.path("aggregationKey").path("S").asText();
                    if (key.startsWith(OrderRow.PREFIX)) {
                        String orderId = key.substring(OrderRow.PREFIX.length());
                        if (slice.has(orderId)) {
                            orders.accept(orderRow(orderId, item));
                        }
                    } else if (Projections.isKey(key) && slice.hasRowOf(key)) {
                        totals.accept(totalsRow(key, item));
                    }
                    return end + 1;
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static JsonNode item(DataFile file, String line) {
        try {
            return DetailJson.MAPPER.readTree(line).path("Item");
        } catch (JsonProcessingException e) {
            throw ExportProblem.of(file.path(), "has a line that is no JSON");
        }
    }

    private static TotalsRow totalsRow(String key, JsonNode item) {
        TreeMap<String, BigDecimal> measures = new TreeMap<>();
        item.properties().forEach(attribute -> {
            if (Measure.isStoredName(attribute.getKey())) {
                measures.put(
                        attribute.getKey(),
                        new BigDecimal(attribute.getValue().path("N").asText()));
            }
        });
        return new TotalsRow(new RowKey(key, item.path("period").path("S").asText()), Measures.of(measures));
    }

    private static OrderRow orderRow(String orderId, JsonNode item) {
        return OrderRowCodec.read(
                orderId,
                item.path("state").path("S").asText(),
                Base64.getDecoder().decode(item.path("applied").path("B").asText()));
    }
}
