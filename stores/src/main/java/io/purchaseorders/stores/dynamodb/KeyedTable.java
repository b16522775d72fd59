package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.stores.NewerCodecException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * A table whose items have a partition and a sort key of text: the requests that its adapters share. Reads are consistent
 * with every write that was answered before.
 *
 * @param name of the table
 * @param partition the attribute that is the partition key
 * @param sort the attribute that is the sort key
 */
record KeyedTable(DynamoDbClient client, String name, String partition, String sort) {

    private static final Map<String, AttributeValue> NO_VALUES = Map.of();

    /** How many keys one BatchGetItem takes. */
    private static final int KEYS_A_CALL = 100;

    /** Calls side by side, where many keys are asked for: enough to hide the waiting, not enough to be throttled. */
    private static final int CALLS_AT_A_TIME = 16;

    /** The condition that keeps an update from creating an item. */
    String exists() {
        return "attribute_exists(" + partition + ")";
    }

    /** The condition that keeps a write from overwriting an item. */
    String isAbsent() {
        return "attribute_not_exists(" + partition + ")";
    }

    Map<String, AttributeValue> key(String partitionKey, String sortKey) {
        return Map.of(partition, Attributes.text(partitionKey), sort, Attributes.text(sortKey));
    }

    /** The key of an item. */
    Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        return Map.of(partition, Attributes.of(item, partition), sort, Attributes.of(item, sort));
    }

    /** All items of a partition, in the order of their sort keys; pages are read when they are needed. */
    Stream<Map<String, AttributeValue>> items(String partitionKey) {
        return items(query(partitionKey, "", NO_VALUES));
    }

    /** The items of a partition whose sort keys begin with a text, in order. */
    Stream<Map<String, AttributeValue>> beginningWith(String partitionKey, String prefix) {
        return items(
                query(partitionKey, "begins_with(" + sort + ", :prefix)", Map.of(":prefix", Attributes.text(prefix))));
    }

    /** The items of a partition whose sort keys are greater, in order. */
    Stream<Map<String, AttributeValue>> after(String partitionKey, String sortKey) {
        return items(query(partitionKey, sort + " > :after", Map.of(":after", Attributes.text(sortKey))));
    }

    /** Reads one item by a query, because readers' roles allow nothing else. */
    Optional<Map<String, AttributeValue>> item(String partitionKey, String sortKey) {
        return items(query(partitionKey, sort + " = :sort", Map.of(":sort", Attributes.text(sortKey))))
                .findFirst();
    }

    /**
     * A query of a partition.
     *
     * @param condition on the sort key; empty for every item
     * @param values that the condition refers to
     */
    QueryRequest.Builder query(String partitionKey, String condition, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.put(":partition", Attributes.text(partitionKey));
        return QueryRequest.builder()
                .tableName(name)
                .keyConditionExpression(partition + " = :partition" + (condition.isEmpty() ? "" : " AND " + condition))
                .expressionAttributeValues(all)
                .consistentRead(true);
    }

    /** What a query finds, its pages read when they are needed. */
    Stream<Map<String, AttributeValue>> items(QueryRequest.Builder query) {
        return client.queryPaginator(query.build()).items().stream();
    }

    /** The items of these keys that exist, in no order; the keys differ. */
    List<Map<String, AttributeValue>> items(Collection<Map<String, AttributeValue>> keys, boolean consistent) {
        return keys.stream()
                .gather(Gatherers.windowFixed(KEYS_A_CALL))
                .gather(Gatherers.mapConcurrent(CALLS_AT_A_TIME, together -> itemsOfCall(together, consistent)))
                .flatMap(List::stream)
                .toList();
    }

    private List<Map<String, AttributeValue>> itemsOfCall(List<Map<String, AttributeValue>> keys, boolean consistent) {
        Map<String, KeysAndAttributes> asked = Map.of(
                name,
                KeysAndAttributes.builder()
                        .keys(keys)
                        .consistentRead(consistent)
                        .build());
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        while (!asked.isEmpty()) {
            Map<String, KeysAndAttributes> now = asked;
            BatchGetItemResponse answer = client.batchGetItem(get -> get.requestItems(now));
            items.addAll(answer.responses().getOrDefault(name, List.of()));
            asked = answer.unprocessedKeys();
        }
        return items;
    }

    /** Every item, in no order. */
    Stream<Map<String, AttributeValue>> scan() {
        return client.scanPaginator(scan -> scan.tableName(name).consistentRead(true)).items().stream();
    }

    /** Writes an item whose key is free; answers the item that holds the key already, and then writes nothing. */
    Optional<Map<String, AttributeValue>> insert(Map<String, AttributeValue> item) {
        return write(item, isAbsent(), NO_VALUES);
    }

    /**
     * Writes an item over the one that is stored, if a condition on that one holds.
     *
     * @return the item that refused it, and then nothing was written; an empty one where none is stored
     */
    Optional<Map<String, AttributeValue>> replace(
            Map<String, AttributeValue> item, String condition, Map<String, AttributeValue> values) {
        return write(item, condition, values);
    }

    private Optional<Map<String, AttributeValue>> write(
            Map<String, AttributeValue> item, String condition, Map<String, AttributeValue> values) {
        try {
            client.putItem(put -> put.tableName(name)
                    .item(item)
                    .conditionExpression(condition)
                    .expressionAttributeValues(values.isEmpty() ? null : values)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException refused) {
            return Optional.of(refused.hasItem() ? refused.item() : Map.of());
        }
    }

    /**
     * Writes an item of a kind over whatever has its key.
     *
     * @throws NewerCodecException where that has a version that this code does not know, and then nothing was written
     */
    void overwrite(CodecVersion kind, Map<String, AttributeValue> item) {
        replace(item, CodecVersion.isKnown(), Map.of(CodecVersion.KNOWN, kind.readUpTo()))
                .ifPresent(kind::check);
    }

    /** Writes an item that has no version over whatever has its key. */
    void put(Map<String, AttributeValue> item) {
        client.putItem(put -> put.tableName(name).item(item));
    }

    void delete(Map<String, AttributeValue> key) {
        client.deleteItem(delete -> delete.tableName(name).key(key));
    }

    /**
     * Changes an item if a condition holds; where there is no item, the condition decides whether one is made.
     *
     * @return whether it did
     */
    boolean update(
            Map<String, AttributeValue> key, String update, String condition, Map<String, AttributeValue> values) {
        return change(key, update, condition, values).isEmpty();
    }

    /**
     * Changes an item if a condition holds; where there is no item, the condition decides whether one is made.
     *
     * @return the item that refused it, and then nothing was written; an empty one where none is stored
     */
    Optional<Map<String, AttributeValue>> change(
            Map<String, AttributeValue> key, String update, String condition, Map<String, AttributeValue> values) {
        try {
            client.updateItem(request -> request.tableName(name)
                    .key(key)
                    .updateExpression(update)
                    .conditionExpression(condition)
                    .expressionAttributeValues(values)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException refused) {
            return Optional.of(refused.hasItem() ? refused.item() : Map.of());
        }
    }
}
