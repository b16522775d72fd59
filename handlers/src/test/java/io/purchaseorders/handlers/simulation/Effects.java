package io.purchaseorders.handlers.simulation;

import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.ProjectionWriter;
import io.purchaseorders.stores.QuarantineStore;
import io.purchaseorders.stores.RejectionStore;
import io.purchaseorders.stores.ShardStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Stores of which every single write passes by the invocation that is running, which may die there, stand still, or lose
 * the answer. What is not known to read is a write, so that a new one is not forgotten.
 */
@NullMarked
final class Effects {

    private static final Set<String> READS = Set.of(
            "orders",
            "totals",
            "allTotals",
            "allOrdersByDay",
            "allOrders",
            "integrityFindings",
            "progress",
            "shards",
            "newestFirst",
            "state",
            "events",
            "violations",
            "of",
            "find",
            "fits",
            "books",
            "rolledUp",
            "checkpoints",
            "toString",
            "hashCode",
            "equals");

    /** A write on its way to its table. */
    interface Write {
        @Nullable
        Object send() throws Exception;
    }

    /** Who decides what becomes of a write. */
    interface Passage {
        @Nullable
        Object pass(Supplier<String> what, Write write) throws Exception;
    }

    private final Ports ports;
    private final Passage passage;
    private final Set<RowKey> spoiled = new HashSet<>();
    private final Set<RowKey> spoiledForSums = new HashSet<>();

    Effects(Ports ports, Passage passage) {
        this.ports = ports;
        this.passage = passage;
    }

    /** From now on this row takes no addition, or no sum of several records', that its condition would let pass. */
    void spoil(RowKey row, boolean onlySums) {
        (onlySums ? spoiledForSums : spoiled).add(row.home());
    }

    Ports watched() {
        return new Ports(
                ports.events(),
                watched(ProjectionStore.class, ports.totals()),
                watched(ShardStore.class, ports.shards()),
                watched(RejectionStore.class, ports.rejections()),
                watched(QuarantineStore.class, ports.quarantine()));
    }

    private <T> T watched(Class<T> port, T store) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    Write write = () -> call(store, method, arguments);
                    return READS.contains(method.getName())
                            ? write.send()
                            : passage.pass(() -> words(method, arguments), guarded(write, arguments));
                }));
    }

    private static @Nullable Object call(Object store, Method method, Object @Nullable [] arguments) throws Exception {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Asked when the write arrives: a zombie's may be under way while its row is spoiled. */
    private Write guarded(Write write, Object @Nullable [] arguments) {
        return arguments != null && arguments[0] instanceof ProjectionWriter.Addition addition
                ? () -> isSpoiledFor(addition) ? refusedOrImpossible(addition) : write.send()
                : write;
    }

    private boolean isSpoiledFor(ProjectionWriter.Addition addition) {
        return spoiled.contains(addition.row())
                || (spoiledForSums.contains(addition.row()) && !addition.first().equals(addition.last()));
    }

    /** A condition that fails comes first, as in DynamoDB. */
    private ProjectionWriter.Added refusedOrImpossible(ProjectionWriter.Addition addition) {
        ProjectionWriter.Progress held = ports.totals().progress(addition.row(), addition.cursor());
        boolean refused = held.sealed()
                || held.fence() > addition.cursor().fence()
                || held.appliedThrough()
                        .filter(appliedThrough -> appliedThrough.compareTo(addition.first()) >= 0)
                        .isPresent();
        return refused ? new ProjectionWriter.Added.Refused(held) : new ProjectionWriter.Added.Impossible("spoiled");
    }

    private static String words(Method method, Object @Nullable [] arguments) {
        Object subject = arguments == null ? "" : arguments[0];
        return method.getName() + " "
                + switch (subject) {
                    case ProjectionWriter.Addition addition -> addition.row();
                    case io.purchaseorders.projections.order.OrderRow row ->
                        row.order().orderId() + " version " + row.version();
                    default -> subject;
                };
    }
}
