package io.purchaseorders.cli.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.apigateway.Gateway;
import io.purchaseorders.local.apigateway.Issuer;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.replay.Replay;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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

    private final HttpClient http = HttpClient.newHttpClient();
    private final Issuer issuer = Issuer.start(0);
    private final LocalSystem system;
    private final Gateway gateway;
    private final EventBridgeClient events;
    private final Map<String, String> tokens = new HashMap<>();

    RunningSystem() throws BindException {
        system = LocalSystem.start(0, 0, null);
        gateway = Gateway.start(0, issuer, system::invoke);
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
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.address() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + tokens.computeIfAbsent(scope, this::token));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> anonymous(String method, String path) {
        return send(HttpRequest.newBuilder(URI.create(gateway.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody()));
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
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String token(String scope) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(issuer.address() + "/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic dGVzdDp0ZXN0") // test:test; anyone is a client
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=" + encoded(scope))));
        return SampleEvent.json(answer.body()).path("access_token").asText();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
        gateway.close();
        system.close();
        issuer.close();
        http.close();
    }
}
