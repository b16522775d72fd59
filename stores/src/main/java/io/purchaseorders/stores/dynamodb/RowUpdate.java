package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.APPLIED_THROUGH;
import static io.purchaseorders.stores.dynamodb.StoredNames.DIRECTORY;
import static io.purchaseorders.stores.dynamodb.StoredNames.FENCE;
import static io.purchaseorders.stores.dynamodb.StoredNames.SEALED;

import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.Directory;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionWriter.Addition;
import io.purchaseorders.stores.ProjectionWriter.Progress;
import io.purchaseorders.stores.ShardCursor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The one update that adds to a row and remembers how far the row is complete, in a single conditional write. A row
 * holds {@code fence} and, per open shard, {@code appliedThrough} with the shard's ordinal; and {@code sealed}, if it
 * accepts no further addition.
 */
record RowUpdate(Addition addition) {

    /** @param codec the version that the row has afterwards; refused where it has a newer one */
    UpdateItemRequest request(KeyedTable table, int codec) {
        ShardCursor cursor = addition.cursor();
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        names.put("#fence", FENCE);
        names.put("#appliedThrough", APPLIED_THROUGH + cursor.ordinal());
        names.put("#sealed", SEALED);
        values.put(CodecVersion.KNOWN, Attributes.number(codec));
        values.put(":fence", Attributes.number(cursor.fence()));
        values.put(":first", Attributes.text(addition.first().digits()));
        values.put(":last", Attributes.text(addition.last().digits()));
        return UpdateItemRequest.builder()
                .tableName(table.name())
                .key(table.key(addition.row().aggregationKey(), addition.row().period()))
                .updateExpression("SET #appliedThrough = :last, #fence = :fence, " + CodecVersion.isSet()
                        + directory(names, values) + additions(names, values) + removals(cursor, names))
                .conditionExpression(
                        "(attribute_not_exists(#fence) OR #fence <= :fence) AND " + CodecVersion.isKnown()
                                + " AND (attribute_not_exists(#appliedThrough) OR #appliedThrough < :first) AND attribute_not_exists(#sealed)")
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /** The same value every time: an update that changes no key of an index costs the index nothing. */
    private String directory(Map<String, String> names, Map<String, AttributeValue> values) {
        Optional<String> partition = Directory.partition(addition.row());
        partition.ifPresent(value -> {
            names.put("#directory", DIRECTORY);
            values.put(":directory", Attributes.text(value));
        });
        return partition.isPresent() ? ", #directory = :directory" : "";
    }

    /** A row of a generation that is made from a snapshot: the measures, and no shard's position. */
    static Map<String, AttributeValue> loaded(Map<String, AttributeValue> key, RowKey row, Measures measures) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        item.put(CodecVersion.ATTRIBUTE, CodecVersion.TOTALS.written());
        Directory.partition(row).ifPresent(partition -> item.put(DIRECTORY, Attributes.text(partition)));
        measures.values().forEach((name, value) -> item.put(name, Attributes.number(value)));
        return item;
    }

    private String additions(Map<String, String> names, Map<String, AttributeValue> values) {
        List<String> adds = new ArrayList<>();
        for (Map.Entry<String, BigDecimal> measure :
                addition.measures().values().entrySet()) {
            String placeholder = "m" + adds.size();
            names.put("#" + placeholder, measure.getKey());
            values.put(":" + placeholder, Attributes.number(measure.getValue()));
            adds.add("#" + placeholder + " :" + placeholder);
        }
        return adds.isEmpty() ? "" : " ADD " + String.join(", ", adds);
    }

    private static String removals(ShardCursor cursor, Map<String, String> names) {
        for (Long ordinal : cursor.closed()) {
            names.put("#c" + ordinal, APPLIED_THROUGH + ordinal);
        }
        return cursor.closed().isEmpty()
                ? ""
                : cursor.closed().stream()
                        .map(ordinal -> "#c" + ordinal)
                        .collect(Collectors.joining(", ", " REMOVE ", ""));
    }

    static UpdateItemRequest seal(KeyedTable table, RowKey row) {
        return UpdateItemRequest.builder()
                .tableName(table.name())
                .key(table.key(row.aggregationKey(), row.period()))
                .updateExpression("SET #sealed = :true")
                .expressionAttributeNames(Map.of("#sealed", SEALED))
                .expressionAttributeValues(Map.of(":true", AttributeValue.fromBool(true)))
                .build();
    }

    static Progress progress(ShardCursor cursor, Map<String, AttributeValue> row) {
        @Nullable AttributeValue appliedThrough = row.get(APPLIED_THROUGH + cursor.ordinal());
        @Nullable AttributeValue fence = row.get(FENCE);
        return new Progress(
                appliedThrough == null ? Optional.empty() : Optional.of(new SequenceNumber(appliedThrough.s())),
                fence == null ? 0 : Long.parseLong(fence.n()),
                row.containsKey(SEALED));
    }
}
