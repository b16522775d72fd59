package io.purchaseorders.cli.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.apigateway.ApiCaller;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.replay.Replay;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** What {@code ./orders up} runs, on free ports and in memory, and the clients of it. */
final class RunningSystem implements AutoCloseable {

    static final String READ = "orders/read";
    static final String AUDIT = "orders/audit";
    static final String EVENTS_TABLE = "purchase-orders-local";
    static final String AGGREGATIONS_TABLE = "order-aggregations-local";

    /** The service's limit of a call. */
    private static final int ENTRIES_A_CALL = 10;

    /** The API's limit of a page is 1,000; this one makes every list of the tests come in several. */
    private static final int PAGE = 37;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LocalSystem system;
    private final ApiCaller api;
    private final EventBridgeClient events;

    RunningSystem() throws BindException {
        system = LocalSystem.start(0, 0, null);
        api = new ApiCaller(system::invoke, PATIENCE);
        events = LocalDynamo.connected(EventBridgeClient.builder(), system.eventsEndpoint())
                .build();
    }

    LocalSystem system() {
        return system;
    }

    /** The answers to the entries, one each, in their order; returns once the processor has taken all of them. */
    List<PutEventsResultEntry> publish(List<SampleEvent> published) {
        List<PutEventsResultEntry> answers = publish(events, published);
        awaitProcessor(system);
        return answers;
    }

    static void awaitProcessor(LocalSystem system) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> system.pendingMessages() == 0);
    }

    static List<PutEventsResultEntry> publish(EventBridgeClient client, List<SampleEvent> published) {
        List<PutEventsResultEntry> answers = new ArrayList<>();
        for (int from = 0; from < published.size(); from += ENTRIES_A_CALL) {
            List<PutEventsRequestEntry> entries =
                    published.subList(from, Math.min(published.size(), from + ENTRIES_A_CALL)).stream()
                            .map(event -> PutEventsRequestEntry.builder()
                                    .eventBusName(EVENTS_TABLE)
                                    .source(event.source())
                                    .detailType(event.type())
                                    .detail(event.detail())
                                    .build())
                            .toList();
            answers.addAll(client.putEvents(put -> put.entries(entries)).entries());
        }
        return answers;
    }

    HttpResponse<String> get(String path, String scope, String... headers) {
        return api.call("GET", path, scope, headers);
    }

    HttpResponse<String> anonymous(String method, String path) {
        return api.call(method, path, "");
    }

    /** The body of an answer that must be good. */
    JsonNode json(String path, String scope) {
        HttpResponse<String> answer = get(path, scope);
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (answer.statusCode() != 200 || !type.startsWith("application/json")) {
            throw new AssertionError(
                    "GET " + path + " gave " + answer.statusCode() + " " + type + ": " + answer.body());
        }
        return SampleEvent.json(answer.body());
    }

    /** All items of a list, over as many pages as there are. */
    List<JsonNode> list(String path, String scope) {
        List<JsonNode> items = new ArrayList<>();
        String first = path + (path.contains("?") ? "&" : "?") + "limit=" + PAGE;
        JsonNode page = json(first, scope);
        page.path("items").forEach(items::add);
        while (!page.path("nextCursor").isNull()) {
            page = json(first + "&cursor=" + encoded(page.path("nextCursor").asText()), scope);
            page.path("items").forEach(items::add);
        }
        return items;
    }

    static String encoded(String text) {
        return ApiCaller.encoded(text);
    }

    Replay replay() {
        return replay(system.dynamodbEndpoint());
    }

    /** A replay of the packaged template's tables, wherever they are reached. */
    static Replay replay(URI dynamodb) {
        Map<String, String> environment = new HashMap<>(StackTemplate.packaged().functions().stream()
                .filter(function -> function.logicalId().equals("OrderAggregatorFunction"))
                .findFirst()
                .orElseThrow()
                .environment());
        environment.remove("EVENT_KEYS_SECRET"); // Whoever reads the tables from outside has no key.
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.toString());
        environment.put("AWS_REGION", "us-east-1");
        Tables tables = Tables.of(environment);
        return new Replay(new DynamoEventStore(tables), new DynamoProjectionStore(tables), ZoneOffset.UTC);
    }

    @Override
    public void close() {
        events.close();
        api.close();
        system.close();
    }
}
