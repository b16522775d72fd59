package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.apigateway.ApiCaller;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.log.LogEntry;
import io.purchaseorders.log.LogFolder;
import io.purchaseorders.log.LogWriter;
import io.purchaseorders.log.SigningKey;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.replay.Replay;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.GenerationStore;
import io.purchaseorders.stores.Generations;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoGenerationStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** What {@code ./orders up} runs, on free ports and in memory, with what it takes to publish to it and to ask it. */
final class RunningApi implements AutoCloseable {

    static final String READ = "orders/read";
    static final String AUDIT = "orders/audit";
    static final String PUBLISH = "orders/publish";
    static final String EVENTS_TABLE = "purchase-orders-local";

    /** The service's limit of a call. */
    private static final int ENTRIES_A_CALL = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path log;
    private final LocalSystem system;
    private final ApiCaller api;
    private final EventBridgeClient events;

    RunningApi() throws BindException {
        try {
            log = Files.createTempDirectory("log-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        system = LocalSystem.start(StackTemplate.packaged(), 0, 0, null, Optional.empty(), Optional.of(log));
        api = new ApiCaller(system::invoke, PATIENCE);
        events = LocalDynamo.connected(EventBridgeClient.builder(), system.eventsEndpoint())
                .build();
    }

    URI address() {
        return api.address();
    }

    LocalSystem system() {
        return system;
    }

    /** Returns once the processor has taken all of them. */
    void publish(List<Entry> published) {
        for (int from = 0; from < published.size(); from += ENTRIES_A_CALL) {
            List<PutEventsRequestEntry> entries =
                    published.subList(from, Math.min(published.size(), from + ENTRIES_A_CALL)).stream()
                            .map(entry -> PutEventsRequestEntry.builder()
                                    .eventBusName(EVENTS_TABLE)
                                    .source(entry.source())
                                    .detailType(entry.type())
                                    .detail(entry.detail())
                                    .build())
                            .toList();
            assertThat(events.putEvents(put -> put.entries(entries)).entries())
                    .extracting(PutEventsResultEntry::errorCode)
                    .containsOnlyNulls();
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> system.pendingMessages() == 0);
    }

    /** Logs the stored events of some orders; returns how many they are. */
    int log(Set<String> orders) {
        List<LogEntry> entries = new DynamoEventStore(tables())
                .all()
                .filter(stored -> orders.contains(stored.event().orderId()))
                .map(stored -> LogEntry.of(
                        stored.event().orderId(),
                        stored.event().key().timestamp(),
                        stored.event().type().wireName(),
                        stored.source(),
                        stored.recordedAt().toString(),
                        stored.detail()))
                .toList();
        new LogWriter(new LogFolder(log), SigningKey.generate("example.test/orders")).append(entries);
        return entries.size();
    }

    /** Quarantines events that are not stored, so that nothing else notices. */
    void quarantine(EventRef... events) {
        DynamoQuarantineStore quarantine = new DynamoQuarantineStore(tables());
        for (EventRef event : events) {
            quarantine.quarantine(new QuarantinedEvent(event, "by a test", "shardId-1", SequenceNumber.of("1"), "{}"));
        }
    }

    /** Registers a generation that is being built, beside the first one. */
    void beginGeneration() {
        GenerationStore register = new DynamoGenerationStore(tables());
        register.create(Generations.first(ZoneOffset.UTC));
        register.change(now -> now.begin(ZoneOffset.UTC, Instant.EPOCH));
    }

    /** Until the projections hold all that is stored. */
    void settle() {
        Tables tables = tables();
        Replay replay = new Replay(new DynamoEventStore(tables), new DynamoProjectionStore(tables), ZoneOffset.UTC);
        Awaitility.await().atMost(PATIENCE).until(() -> replay.run().isEqual());
    }

    private Tables tables() {
        Map<String, String> environment =
                new HashMap<>(system.functions().aggregator().definition().environment());
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", system.dynamodbEndpoint().toString());
        environment.put(
                "AWS_ENDPOINT_URL_SECRETS_MANAGER", system.secretsEndpoint().toString());
        environment.put("AWS_REGION", "us-east-1");
        return Tables.of(environment);
    }

    /** An access token with these scopes, separated by spaces. */
    String token(String scopes) {
        return api.token(scopes);
    }

    /** @param target path and query, encoded */
    HttpResponse<String> call(String method, String target, String scopes, String... headers) {
        return api.call(method, target, scopes, headers);
    }

    HttpResponse<String> get(String target, String scopes) {
        return call("GET", target, scopes);
    }

    static String encoded(String text) {
        return ApiCaller.encoded(text);
    }

    @Override
    public void close() {
        events.close();
        api.close();
        system.close();
        try (Stream<Path> files = Files.walk(log)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
