package io.purchaseorders.cli;

import io.purchaseorders.local.faults.Faults;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tables, functions, streams and the event bus, running in this process; {@code up} adds the API to it. */
public interface RunningSystem extends AutoCloseable {

    /** Starts the system and returns once its endpoints answer. */
    @FunctionalInterface
    interface Starter {
        /**
         * Starts on the loopback interface.
         *
         * @param data the folder that keeps the tables; null keeps them in memory
         * @param faults what goes wrong on purpose, if anything
         * @throws UsageProblem if that is impossible for a reason that the caller can mend
         */
        RunningSystem start(int dynamoDbPort, int eventsPort, @Nullable Path data, Optional<Faults> faults);
    }

    /** The order-api function: from an API Gateway proxy request to its proxy response, both as JSON. */
    UnaryOperator<byte[]> orderApi();

    /** DynamoDB and DynamoDB Streams. */
    URI dynamoDb();

    /** EventBridge's {@code PutEvents}. */
    URI events();

    /** Stops everything in order, so that nothing accepted is lost. */
    @Override
    void close();
}
