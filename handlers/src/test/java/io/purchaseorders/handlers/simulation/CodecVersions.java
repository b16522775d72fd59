package io.purchaseorders.handlers.simulation;

import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.NewerCodecException;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.ProjectionWriter.Addition;
import io.purchaseorders.stores.ShardStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The versions of codecs in which rows were written, seen by releases that know some of them: whoever reads a row of a
 * newer one, or adds to it, is refused, as by the stores on DynamoDB, whose conditions a test of theirs holds.
 */
@NullMarked
final class CodecVersions {

    private static final String SHARDS = "shards";

    private final Map<String, Integer> written = new ConcurrentHashMap<>();

    Ports seenBy(Release release, Ports ports) {
        return new Ports(
                ports.events(),
                seenBy(release, ProjectionStore.class, ports.totals()),
                seenBy(release, ShardStore.class, ports.shards()),
                ports.rejections(),
                ports.quarantine());
    }

    private <T> T seenBy(Release release, Class<T> port, T store) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    Object first = arguments == null ? "" : arguments[0];
                    switch (method.getName()) {
                        case "find" -> ((Set<?>) first).forEach(order -> read(release, "order " + order));
                        case "add" -> read(release, row(((Addition) first).row()));
                        case "progress" -> read(release, row((RowKey) first));
                        case "shards" -> read(release, SHARDS);
                        default -> {}
                    }
                    Object answer;
                    try {
                        answer = method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    switch (method.getName()) {
                        case "add" -> write(release, row(((Addition) first).row()));
                        case "putOrder" ->
                            write(release, "order " + ((OrderRow) first).order().orderId());
                        case "register" -> write(release, SHARDS);
                        default -> {}
                    }
                    return answer;
                }));
    }

    private static String row(RowKey row) {
        return "row " + row.aggregationKey() + " " + row.period();
    }

    private void read(Release release, String row) {
        @Nullable Integer version = written.get(row);
        if (version != null && version > release.known()) {
            throw new NewerCodecException(row + " has version " + version);
        }
    }

    private void write(Release release, String row) {
        written.merge(row, release.written(), Math::max);
    }
}
