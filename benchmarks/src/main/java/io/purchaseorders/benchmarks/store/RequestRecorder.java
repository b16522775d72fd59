package io.purchaseorders.benchmarks.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Keeps the requests that the clients of this process send to DynamoDB, and sends them again. The clients find it as they
 * find {@link CapacityMeter}; it does nothing but while something is recorded.
 */
public final class RequestRecorder implements ExecutionInterceptor {

    private static final int LANES = 16;

    private static final AtomicReference<@Nullable Queue<SdkRequest>> CURRENT = new AtomicReference<>();

    /** All requests of this process while {@code work} runs, in the order in which they were sent. */
    static List<SdkRequest> during(Callable<?> work) throws Exception {
        Queue<SdkRequest> requests = new ConcurrentLinkedQueue<>();
        if (!CURRENT.compareAndSet(null, requests)) {
            throw new IllegalStateException("something is being recorded already");
        }
        try {
            work.call();
        } finally {
            CURRENT.set(null);
        }
        return List.copyOf(requests);
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        Queue<SdkRequest> requests = CURRENT.get();
        if (requests != null) {
            requests.add(context.request());
        }
    }

    /**
     * Sends them to tables that are as they were before, as fast as they are answered: those that name the same item one
     * after the other, so that conditions come out as they did, all others side by side.
     */
    static void send(List<SdkRequest> requests, DynamoDbClient client) throws Exception {
        List<Queue<SdkRequest>> lanes = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            lanes.add(new ArrayBlockingQueue<>(Math.max(1, requests.size())));
        }
        requests.forEach(request ->
                lanes.get(Math.floorMod(item(request).hashCode(), LANES)).add(request));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Queue<SdkRequest> lane : lanes) {
                running.add(threads.submit(() -> lane.forEach(request -> send(request, client))));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    /** What names the item, or whatever else is asked for. */
    private static Object item(SdkRequest request) {
        return switch (request) {
            case UpdateItemRequest update -> update.key();
            case DeleteItemRequest delete -> delete.key();
            case GetItemRequest get -> get.key();
            case PutItemRequest put -> keyOf(put.item());
            default -> request;
        };
    }

    /** The attributes that are a key in one of the tables. */
    private static Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .filter(attribute -> switch (attribute.getKey()) {
                    case "orderId", "timestamp", "aggregationKey", "period" -> true;
                    default -> false;
                })
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void send(SdkRequest request, DynamoDbClient client) {
        try {
            switch (request) {
                case UpdateItemRequest update -> client.updateItem(update);
                case PutItemRequest put -> client.putItem(put);
                case DeleteItemRequest delete -> client.deleteItem(delete);
                case GetItemRequest get -> client.getItem(get);
                case BatchGetItemRequest get -> client.batchGetItem(get);
                case BatchWriteItemRequest write -> client.batchWriteItem(write);
                case QueryRequest query -> client.query(query);
                default -> throw new IllegalArgumentException("not sent again: " + request);
            }
        } catch (ConditionalCheckFailedException refused) {
            return; // as it was when it was recorded, and an answer like any other
        }
    }
}
