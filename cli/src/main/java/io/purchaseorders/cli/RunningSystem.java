package io.purchaseorders.cli;

import java.net.URI;

/**
 * Tables, functions, streams, the event bus and, where it is wanted, the API, running in this process. Names nothing of the
 * embedded system, which is on the class path of {@code up} and {@code demo} alone.
 */
public interface RunningSystem extends AutoCloseable {

    /** Starts the system and returns once its endpoints answer. */
    @FunctionalInterface
    interface Starter {
        /**
         * Starts on the loopback interface.
         *
         * @throws UsageProblem if that is impossible for a reason that the caller can mend
         */
        RunningSystem start(SystemSettings settings);
    }

    /** DynamoDB and DynamoDB Streams. */
    URI dynamoDb();

    /** EventBridge's {@code PutEvents}. */
    URI events();

    /** The HTTP API; only where the settings ask for it. */
    URI api();

    /** Who issues the API's tokens; only where the settings ask for the API. */
    URI issuer();

    /** Stops everything in order, so that nothing accepted is lost. */
    @Override
    void close();
}
