package io.purchaseorders.benchmarks.store;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Asks DynamoDB what each request takes. Every client of this process finds it through
 * {@code software/amazon/awssdk/services/dynamodb/execution.interceptors}, so that the functions are measured as they are;
 * it does nothing but while something is measured.
 *
 * <p>DynamoDB Local says less than the service in two cases. It takes nothing for a read that finds nothing, where the
 * service takes what the smallest item would; and two units for any transaction, where the service takes two for each
 * item of up to 1 KB. Here both count as in the service.
 */
public final class CapacityMeter implements ExecutionInterceptor {

    private static final double CONSISTENT_READ = 1;
    private static final double EVENTUAL_READ = 0.5;

    /** A transaction prepares each write and commits it. All items of the peers are under 1 KB. */
    private static final double TRANSACTED_WRITE = 2;

    private static final ReturnConsumedCapacity WANTED = ReturnConsumedCapacity.INDEXES;
    private static final AtomicReference<@Nullable Count> CURRENT = new AtomicReference<>();

    private static final class Count {
        private final DoubleAdder write = new DoubleAdder();
        private final DoubleAdder read = new DoubleAdder();
        private final LongAdder writes = new LongAdder();
        private final LongAdder rows = new LongAdder();
        private final LongAdder failed = new LongAdder();

        void wrote(double units, long items) {
            write.add(units);
            writes.add(items);
        }

        void read(double units, @Nullable Boolean isConsistent) {
            read.add(Math.max(units, Boolean.TRUE.equals(isConsistent) ? CONSISTENT_READ : EVENTUAL_READ));
        }

        /** The units of what was found, and one read for each key that has no item. */
        void read(BatchGetItemRequest request, BatchGetItemResponse response) {
            response.consumedCapacity().forEach(consumed -> read.add(consumed.capacityUnits()));
            request.requestItems().forEach((table, keys) -> {
                int found = response.responses().getOrDefault(table, List.of()).size();
                for (int missing = keys.keys().size() - found; missing > 0; missing--) {
                    read(0, keys.consistentRead());
                }
            });
        }
    }

    /** What all requests of this process take while {@code work} runs; one at a time. */
    public static Units during(Callable<?> work) throws Exception {
        Count count = new Count();
        if (!CURRENT.compareAndSet(null, count)) {
            throw new IllegalStateException("something is being measured already");
        }
        try {
            work.call();
        } finally {
            CURRENT.set(null);
        }
        return new Units(count.write.sum(), count.read.sum(), count.writes.sum(), count.rows.sum(), count.failed.sum());
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        if (CURRENT.get() == null) {
            return context.request();
        }
        return switch (context.request()) {
            case UpdateItemRequest update ->
                update.toBuilder().returnConsumedCapacity(WANTED).build();
            case PutItemRequest put ->
                put.toBuilder().returnConsumedCapacity(WANTED).build();
            case TransactWriteItemsRequest transaction ->
                transaction.toBuilder().returnConsumedCapacity(WANTED).build();
            case QueryRequest query ->
                query.toBuilder().returnConsumedCapacity(WANTED).build();
            case GetItemRequest get ->
                get.toBuilder().returnConsumedCapacity(WANTED).build();
            case BatchGetItemRequest get ->
                get.toBuilder().returnConsumedCapacity(WANTED).build();
            default -> throw new IllegalArgumentException("not measured: " + context.request());
        };
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        Count count = CURRENT.get();
        if (count == null) {
            return;
        }
        switch (context.response()) {
            case UpdateItemResponse update ->
                count.wrote(update.consumedCapacity().capacityUnits(), 1);
            case PutItemResponse put -> count.wrote(put.consumedCapacity().capacityUnits(), 1);
            case TransactWriteItemsResponse transaction -> {
                int items = ((TransactWriteItemsRequest) context.request())
                        .transactItems()
                        .size();
                count.wrote(items * TRANSACTED_WRITE, items);
            }
            case QueryResponse query -> {
                count.rows.add(query.scannedCount());
                count.read(
                        query.consumedCapacity().capacityUnits(), ((QueryRequest) context.request()).consistentRead());
            }
            case GetItemResponse get ->
                count.read(
                        get.consumedCapacity().capacityUnits(), ((GetItemRequest) context.request()).consistentRead());
            case BatchGetItemResponse get -> count.read((BatchGetItemRequest) context.request(), get);
            default -> {}
        }
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        Count count = CURRENT.get();
        if (count != null) {
            count.failed.increment();
        }
    }
}
