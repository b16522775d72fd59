package io.purchaseorders.handlers.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.function.Supplier;

/** What a function tells its operators beside its answers. */
public interface Telemetry {

    /** Where nobody listens: on one machine, and in tests. */
    Telemetry SILENT = new Telemetry() {};

    /** Runs an invocation so that what it logs carries the request id and the function's name. */
    default <T> T during(Context context, Supplier<T> invocation) {
        return invocation.get();
    }

    /**
     * Publishes one value of each metric. Never fails: an invocation that did its work is not to be retried for a number.
     *
     * @param values by the names in {@link MetricNames}
     */
    default void publish(Map<String, ? extends Number> values) {}
}
