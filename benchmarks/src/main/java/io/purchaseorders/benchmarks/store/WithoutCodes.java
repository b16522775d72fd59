package io.purchaseorders.benchmarks.store;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.purchaseorders.handlers.aggregator.OrderAggregator;
import io.purchaseorders.handlers.processor.BatchAnswer;
import io.purchaseorders.handlers.processor.OrderProcessor;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.dynamodb.Tables;
import java.lang.reflect.Constructor;
import java.util.Map;

/**
 * The functions as they would be without authentication codes. They refuse to start without keys, and nothing may make them: so
 * they are made here by the constructors that take tables, which nobody else can call.
 */
public final class WithoutCodes {

    private WithoutCodes() {}

    static Tables tables(Map<String, String> environment) {
        return Tables.of(environment).with(EventCodes.WITHOUT_KEY);
    }

    /** Stores events without a code. */
    public static final class Processor implements RequestHandler<SQSEvent, BatchAnswer> {
        private final OrderProcessor function;

        public Processor(Map<String, String> environment) throws ReflectiveOperationException {
            Constructor<OrderProcessor> ofTables =
                    OrderProcessor.class.getDeclaredConstructor(Tables.class, Telemetry.class);
            ofTables.setAccessible(true);
            function = ofTables.newInstance(tables(environment), Telemetry.SILENT);
        }

        @Override
        public BatchAnswer handleRequest(SQSEvent batch, Context context) {
            return function.handleRequest(batch, context);
        }
    }

    /** Takes events for what they say that they are. */
    public static final class Aggregator implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> {
        private final OrderAggregator function;

        public Aggregator(Map<String, String> environment) throws ReflectiveOperationException {
            Constructor<OrderAggregator> ofTables =
                    OrderAggregator.class.getDeclaredConstructor(Tables.class, Map.class, Telemetry.class);
            ofTables.setAccessible(true);
            function = ofTables.newInstance(tables(environment), environment, Telemetry.SILENT);
        }

        @Override
        public TimeWindowEventResponse handleRequest(DynamodbTimeWindowEvent batch, Context context) {
            return function.handleRequest(batch, context);
        }
    }
}
