package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.projections.order.OrderRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Counts what is asked of DynamoDB, by operation and kind of table, with the units that it says it took. */
@NullMarked
final class RequestLog implements ExecutionInterceptor {

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<ConsumedCapacity> written = new ArrayList<>();
    private final List<ConsumedCapacity> read = new ArrayList<>();
    private Optional<String> refused = Optional.empty();
    private Optional<AwsServiceException> refusal = Optional.empty();

    synchronized void clear() {
        counts.clear();
        written.clear();
        read.clear();
    }

    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    synchronized double writeUnits() {
        return units(written);
    }

    synchronized double readUnits() {
        return units(read);
    }

    private static double units(List<ConsumedCapacity> consumed) {
        return consumed.stream().mapToDouble(ConsumedCapacity::capacityUnits).sum();
    }

    synchronized void refuse(String operation, AwsServiceException with) {
        refused = Optional.of(operation);
        refusal = Optional.of(with);
    }

    synchronized void refuseNothing() {
        refused = Optional.empty();
    }

    /** Writes of orders' rows apart from those of shards and quarantine. */
    private static String operation(SdkRequest request) {
        String operation = request.getClass().getSimpleName().replace("Request", "");
        return request instanceof PutItemRequest put
                        && String.valueOf(put.item().get("aggregationKey")).contains(OrderRow.PREFIX)
                ? operation + " of an order"
                : operation;
    }

    @Override
    public synchronized SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        SdkRequest request = context.request();
        String operation = operation(request);
        if (refused.equals(Optional.of(operation))) {
            throw refusal.orElseThrow();
        }
        String table = request.getValueForField("TableName", String.class)
                .or(() -> request instanceof BatchGetItemRequest batch
                        ? batch.requestItems().keySet().stream().findFirst()
                        : Optional.empty())
                .orElse("-")
                .replaceAll("-\\d+$", "");
        counts.merge(operation + " " + table, 1, Integer::sum);
        return switch (request) {
            case UpdateItemRequest update ->
                update.toBuilder()
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                        .build();
            case PutItemRequest put ->
                put.toBuilder()
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                        .build();
            case QueryRequest query ->
                query.toBuilder()
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                        .build();
            case BatchGetItemRequest get ->
                get.toBuilder()
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                        .build();
            default -> request;
        };
    }

    @Override
    public synchronized void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        SdkResponse response = context.response();
        switch (response) {
            case UpdateItemResponse update -> written.add(update.consumedCapacity());
            case PutItemResponse put -> written.add(put.consumedCapacity());
            case QueryResponse query -> read.add(query.consumedCapacity());
            case BatchGetItemResponse get -> read.addAll(get.consumedCapacity());
            default -> {}
        }
    }
}
