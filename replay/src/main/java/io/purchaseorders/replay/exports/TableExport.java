package io.purchaseorders.replay.exports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.replay.exports.ExportWriter.DataWriter;
import io.purchaseorders.stores.dynamodb.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
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
                files.get((int) (count++ % FILES)).line("{\"Item\":" + map(item) + "}");
            }
            for (DataWriter file : files) {
                file.close();
            }
        }
        return count;
    }

    private static ObjectNode map(Map<String, AttributeValue> values) {
        ObjectNode json = DetailJson.MAPPER.createObjectNode();
        values.forEach((name, value) -> json.set(name, json(value)));
        return json;
    }

    private static ObjectNode json(AttributeValue value) {
        ObjectNode json = DetailJson.MAPPER.createObjectNode();
        switch (value.type()) {
            case S -> json.put("S", value.s());
            case N -> json.put("N", value.n());
            case B -> json.put("B", base64(value.b()));
            case BOOL -> json.put("BOOL", value.bool());
            case NUL -> json.put("NULL", true);
            case SS -> value.ss().forEach(json.putArray("SS")::add);
            case NS -> value.ns().forEach(json.putArray("NS")::add);
            case BS -> value.bs().forEach(each -> json.withArray("BS").add(base64(each)));
            case M -> json.set("M", map(value.m()));
            case L -> {
                ArrayNode list = json.putArray("L");
                value.l().forEach(each -> list.add(json(each)));
            }
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalStateException("an attribute of an unknown type");
        }
        return json;
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArray());
    }
}
