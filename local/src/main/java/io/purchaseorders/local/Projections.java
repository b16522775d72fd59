package io.purchaseorders.local;

import io.purchaseorders.local.cloudformation.ProjectionsStack;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.local.lambda.mapping.FailedBatch;
import io.purchaseorders.local.lambda.mapping.StreamPoller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The generations of projections that run here, as their stacks would on AWS: each has a table, and a function that the
 * stream's mapping feeds. Tables and consumers come and go while everything else runs.
 */
public final class Projections implements AutoCloseable {

    private final IntFunction<ProjectionsStack> stacks;
    private final LocalDynamo dynamo;
    private final Function<ProjectionsStack, StreamPoller> consumer;
    private final Map<Integer, StreamPoller> fed = new TreeMap<>();
    private final Map<Integer, StreamPoller> held = new TreeMap<>();
    private final List<FailedBatch> failedBefore = new ArrayList<>();

    /**
     * @param stacks what a generation consists of, by its number
     * @param consumer starts to feed one
     */
    Projections(
            IntFunction<ProjectionsStack> stacks,
            LocalDynamo dynamo,
            Function<ProjectionsStack, StreamPoller> consumer) {
        this.stacks = stacks;
        this.dynamo = dynamo;
        this.consumer = consumer;
    }

    /** Makes the table of a generation, unless it is there. */
    public void createTable(int number) {
        dynamo.create(List.of(stacks.apply(number).table()));
    }

    /** Removes the table of a generation that is not fed. */
    public void dropTable(int number) {
        dynamo.drop(stacks.apply(number).table().tableName());
        synchronized (this) {
            held.remove(number);
        }
    }

    public synchronized boolean isFed(int number) {
        return fed.containsKey(number);
    }

    /** Feeds a generation from the oldest record of the stream, or from where it was when it was fed last. */
    public synchronized void feed(int number) {
        if (!fed.containsKey(number)) {
            StreamPoller before = held.remove(number);
            fed.put(number, before == null ? consumer.apply(stacks.apply(number)) : before.again());
        }
    }

    /** Stops feeding a generation, once the invocations under way have ended. */
    public synchronized void stop(int number) {
        StreamPoller poller = fed.remove(number);
        if (poller != null) {
            poller.finish();
            failedBefore.addAll(poller.failedBatches());
            held.put(number, poller);
        }
    }

    synchronized List<FailedBatch> failedBatches() {
        List<FailedBatch> all = new ArrayList<>(failedBefore);
        fed.values().forEach(poller -> all.addAll(poller.failedBatches()));
        return all;
    }

    @Override
    public synchronized void close() {
        fed.values().forEach(StreamPoller::close);
    }
}
