package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.ShardStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** Stores whose invocation dies or stands still at one chosen write: before it, or after it so that its answer is lost. */
@NullMarked
final class CrashingStores {

    private static final Set<String> WRITES =
            Set.of("add", "note", "putOrder", "register", "close", "complete", "checkpoint", "rollUp");

    private final Stores stores;
    private int writes;
    private int crashAt = Integer.MAX_VALUE;
    private boolean afterwards;
    private int pauseAt = Integer.MAX_VALUE;
    private Runnable meanwhile = () -> {};

    /** The process is gone. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    CrashingStores(Stores stores) {
        this.stores = stores;
    }

    Stores stores() {
        return new Stores(
                stores.events(),
                crashing(ProjectionStore.class, stores.projections()),
                crashing(ShardStore.class, stores.shards()),
                stores.rejections(),
                stores.quarantine());
    }

    /** The next invocation dies at its write of this number, counted from 0. */
    synchronized void crashAt(int write, boolean afterIt) {
        writes = 0;
        crashAt = write;
        afterwards = afterIt;
    }

    /** The next invocation stands still before its write of this number, while something else happens. */
    synchronized void pauseAt(int write, Runnable action) {
        never();
        pauseAt = write;
        meanwhile = action;
    }

    synchronized void never() {
        pauseAt = Integer.MAX_VALUE;
        crashAt(Integer.MAX_VALUE, false);
    }

    synchronized int writes() {
        return writes;
    }

    private <T> T crashing(Class<T> port, T store) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    try {
                        if (!WRITES.contains(method.getName())) {
                            return method.invoke(store, arguments);
                        }
                        synchronized (this) {
                            if (writes == pauseAt) {
                                pauseAt = Integer.MAX_VALUE;
                                meanwhile.run();
                            }
                            if (writes > crashAt || (writes == crashAt && !afterwards)) {
                                throw new Crash();
                            }
                            Object answer = method.invoke(store, arguments);
                            if (writes++ == crashAt) {
                                throw new Crash();
                            }
                            return answer;
                        }
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }
}
