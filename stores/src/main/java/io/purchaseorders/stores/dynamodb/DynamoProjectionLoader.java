package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionLoader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Loads a generation's table by BatchWriteItem, several calls side by side. */
public final class DynamoProjectionLoader implements ProjectionLoader {

    /** How many items one BatchWriteItem takes. */
    private static final int ITEMS_A_CALL = 25;

    /** Calls under way at once: enough to hide a round trip. */
    private static final int WRITERS = 8;

    private final KeyedTable table;
    private final LoadedItems items = new LoadedItems();

    public DynamoProjectionLoader(Tables tables) {
        this.table = tables.aggregationsTable();
    }

    @Override
    public void loadTotals(Map<RowKey, Measures> totals) {
        write(totals.entrySet().stream().map(row -> items.totals(row.getKey(), row.getValue())));
    }

    @Override
    public void loadOrders(Collection<OrderRow> orders) {
        write(orders.stream().map(items::order));
    }

    @Override
    public void loadDays(Collection<OrderOnDay> days) {
        write(items.days(days));
    }

    private void write(Stream<Map<String, AttributeValue>> all) {
        List<WriteRequest> writes = all.map(item ->
                        WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .toList();
        List<Callable<Void>> calls = new ArrayList<>();
        for (int from = 0; from < writes.size(); from += ITEMS_A_CALL) {
            List<WriteRequest> part = writes.subList(from, Math.min(writes.size(), from + ITEMS_A_CALL));
            calls.add(() -> {
                writeTogether(part);
                return null;
            });
        }
        try (ExecutorService writers =
                Executors.newFixedThreadPool(WRITERS, Thread.ofVirtual().factory())) {
            for (Future<Void> call : writers.invokeAll(calls)) {
                call.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while loading", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private void writeTogether(List<WriteRequest> part) {
        Map<String, List<WriteRequest>> asked = Map.of(table.name(), part);
        while (!asked.isEmpty()) {
            Map<String, List<WriteRequest>> now = asked;
            BatchWriteItemResponse answer = table.client().batchWriteItem(write -> write.requestItems(now));
            asked = answer.unprocessedItems();
        }
    }
}
