package io.purchaseorders.replay.exports;

import com.fasterxml.jackson.core.JsonGenerator;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.replay.exports.ExportWriter.DataWriter;
import io.purchaseorders.stores.dynamodb.Tables;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table's items as a full export. */
public final class TableExport {

    /** The service writes one a partition. */
    private static final int FILES = 4;

    private TableExport() {}

    /** Scans a table into an export under {@code root} and says how many items it has. */
    public static long write(Tables tables, String table, Path root, Instant now) throws IOException {
        String id = String.format(java.util.Locale.ROOT, "%014d-%08x", now.toEpochMilli(), table.hashCode());
        long count = 0;
        try (ExportWriter export = new ExportWriter(root, table, id, now, false)) {
            List<DataWriter> files = new ArrayList<>();
            for (int i = 0; i < FILES; i++) {
                files.add(export.file(String.format(java.util.Locale.ROOT, "%026x", i + 1)));
            }
            for (Map<String, AttributeValue> item : tables.client()
                    .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                    .items()) {
                files.get((int) (count++ % FILES)).line(line(item));
            }
            for (DataWriter file : files) {
                file.close();
            }
        }
        return count;
    }

    private static String line(Map<String, AttributeValue> item) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = DetailJson.MAPPER.createGenerator(line)) {
            ItemJson.write(json, item);
        }
        return line.toString();
    }
}
