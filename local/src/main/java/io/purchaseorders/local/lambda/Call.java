package io.purchaseorders.local.lambda;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * One action on one resource: what IAM decides about when a request of the SDK comes in.
 *
 * @param action such as {@code dynamodb:PutItem}; DynamoDB's streams have the same prefix
 * @param resource the last part of its ARN: {@code table/T}, {@code table/T/index/I}, {@code table/T/stream}, {@code secret:S},
 *     {@code function:F}, {@code event-source-mapping:M}
 * @param leadingKey the partition key of the item, where the request names one
 */
public record Call(String action, String resource, Optional<String> leadingKey) {

    private static final String PREFIX = "dynamodb:";
    private static final Pattern PARTITION = Pattern.compile("(\\w+) = (:\\w+)");

    /**
     * What a request asks for.
     *
     * @param partitionKeys the attribute that each table is partitioned by
     * @throws IllegalArgumentException where it names no table or stream: a role cannot be held to what is not understood
     */
    static List<Call> of(String operation, SdkRequest request, Map<String, String> partitionKeys) {
        String action = PREFIX + operation;
        if (request instanceof BatchGetItemRequest batch) {
            List<Call> calls = new ArrayList<>();
            batch.requestItems()
                    .keySet()
                    .forEach(table -> calls.add(new Call(action, "table/" + table, Optional.empty())));
            return calls;
        }
        if (request instanceof TransactWriteItemsRequest transaction) {
            return transaction.transactItems().stream()
                    .map(write -> put(write, partitionKeys))
                    .toList();
        }
        Optional<String> secret = request.getValueForField("SecretId", String.class);
        if (secret.isPresent()) {
            return List.of(new Call("secretsmanager:" + operation, lastPart(secret.get()), Optional.empty()));
        }
        Optional<String> function = request.getValueForField("FunctionName", String.class);
        Optional<String> mapping = request.getValueForField("UUID", String.class);
        if (mapping.isPresent() || function.isPresent()) {
            String resource = mapping.map(id -> "event-source-mapping:" + id)
                    .orElseGet(() -> "function:" + function.orElseThrow());
            return List.of(new Call("lambda:" + operation, resource, Optional.empty()));
        }
        Optional<String> stream = request.getValueForField("StreamArn", String.class);
        if (stream.isPresent()) {
            return List.of(new Call(action, stream(stream.get()), Optional.empty()));
        }
        String table = request.getValueForField("TableName", String.class)
                .orElseThrow(() -> new IllegalArgumentException("It is not known what " + operation
                        + " may touch; teach it to Call, so that roles stay proven."));
        String index = request.getValueForField("IndexName", String.class)
                .map(name -> "/index/" + name)
                .orElse("");
        return List.of(new Call(
                action,
                "table/" + table + index,
                Optional.ofNullable(item(request).get(partitionKeys.getOrDefault(table, "")))
                        .map(AttributeValue::s)));
    }

    /** A transaction takes what its parts take. */
    private static Call put(TransactWriteItem write, Map<String, String> partitionKeys) {
        if (write.put() == null) {
            throw new IllegalArgumentException("It is not known what " + write
                    + " of a transaction may touch; teach it to Call, so that roles stay proven.");
        }
        String table = write.put().tableName();
        return new Call(
                PREFIX + "PutItem",
                "table/" + table,
                Optional.ofNullable(write.put().item().get(partitionKeys.getOrDefault(table, "")))
                        .map(AttributeValue::s));
    }

    private static Map<String, AttributeValue> item(SdkRequest request) {
        return switch (request) {
            case PutItemRequest put -> put.item();
            case UpdateItemRequest update -> update.key();
            case DeleteItemRequest delete -> delete.key();
            case GetItemRequest get -> get.key();
            case QueryRequest query -> partition(query);
            default -> Map.of(); // No other one names a single item.
        };
    }

    /** Every query names one partition; the condition begins with it. */
    private static Map<String, AttributeValue> partition(QueryRequest query) {
        Matcher equal = PARTITION.matcher(String.valueOf(query.keyConditionExpression()));
        AttributeValue value =
                equal.lookingAt() ? query.expressionAttributeValues().get(equal.group(2)) : null;
        return value == null ? Map.of() : Map.of(equal.group(1), value);
    }

    private static String lastPart(String arn) {
        return arn.split(":", 6)[5];
    }

    private static String stream(String arn) {
        String part = lastPart(arn);
        return part.substring(0, part.indexOf("/stream/")) + "/stream";
    }
}
