package io.purchaseorders.handlers.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/** Carries out what may run side by side one after the other, in an order that the schedule has chosen. */
@NullMarked
final class Writers extends AbstractExecutorService {

    private int order;

    /** Which order is taken from now on; 0 for the one in which the tasks come. */
    void order(int chosen) {
        order = chosen;
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) {
        List<FutureTask<T>> futures = new ArrayList<>();
        tasks.forEach(task -> futures.add(new FutureTask<>(task)));
        List<FutureTask<T>> sent = new ArrayList<>(futures);
        if (order != 0) {
            Collections.shuffle(sent, new Random(order));
        }
        sent.forEach(FutureTask::run);
        return List.copyOf(futures);
    }

    @Override
    public void execute(Runnable command) {
        command.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
