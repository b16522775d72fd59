package io.purchaseorders.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.local.faults.Faults;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** {@code ./orders up --faults} for a moment; {@code scripts/soak.sh} is the long run. {@code -Dfaults.seed=N} repeats one. */
@Timeout(600)
class FaultsTest {

    private static final int ORDERS = 60;

    /** More than a request that comes late, and the retries of a batch, take. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void whatever_befalls_the_aggregator_every_event_counts_once() throws Exception {
        long seed = Long.getLong("faults.seed", System.nanoTime());
        System.out.println("FaultsTest: -Dfaults.seed=" + seed);
        Faults faults = new Faults(seed);
        try (LocalSystem system = LocalSystem.start(StackTemplate.packaged(), 0, 0, null, Optional.of(faults));
                EventBridgeClient client = LocalDynamo.connected(EventBridgeClient.builder(), system.eventsEndpoint())
                        .build()) {
            assertThat(RunningSystem.publish(client, SampleEvent.generated(ORDERS, seed)))
                    .allSatisfy(answer -> assertThat(answer.errorCode()).isNull());
            RunningSystem.awaitProcessor(system);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(RunningSystem.replay(system.dynamodbEndpoint())
                                    .run()
                                    .differences())
                            .isEmpty());
            System.out.println("FaultsTest: " + faults.summary());
            assertThat(faults.struck()).isPositive();
        }
    }
}
