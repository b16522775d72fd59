package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Stands in for DynamoDB's import: the items of a folder of files, put one by one. */
final class ImportedTable {

    private static final int ITEMS_A_CALL = 25;
    private static final JsonMapper JSON = new JsonMapper();

    private ImportedTable() {}

    static void load(Path folder, DynamoDbClient client, String table) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                List<WriteRequest> writes = new ArrayList<>();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Map<String, AttributeValue> item = item(JSON.readTree(line).path("Item"));
                    writes.add(WriteRequest.builder()
                            .putRequest(put -> put.item(item))
                            .build());
                }
                for (int from = 0; from < writes.size(); from += ITEMS_A_CALL) {
                    List<WriteRequest> part = writes.subList(from, Math.min(writes.size(), from + ITEMS_A_CALL));
                    assertThat(client.batchWriteItem(write -> write.requestItems(Map.of(table, part)))
                                    .unprocessedItems())
                            .isEmpty();
                }
            }
        }
    }

    private static Map<String, AttributeValue> item(JsonNode json) {
        Map<String, AttributeValue> item = new HashMap<>();
        json.properties().forEach(attribute -> item.put(attribute.getKey(), value(attribute.getValue())));
        return item;
    }

    /** The types that projections are stored in. */
    private static AttributeValue value(JsonNode json) {
        String type = json.fieldNames().next();
        return switch (type) {
            case "S" -> AttributeValue.fromS(json.path(type).asText());
            case "N" -> AttributeValue.fromN(json.path(type).asText());
            case "B" ->
                AttributeValue.fromB(SdkBytes.fromByteArray(
                        Base64.getDecoder().decode(json.path(type).asText())));
            case "SS" ->
                AttributeValue.fromSs(JSON.convertValue(
                        json.path(type), JSON.getTypeFactory().constructCollectionType(List.class, String.class)));
            default -> throw new IllegalStateException("an attribute of type " + type);
        };
    }
}
