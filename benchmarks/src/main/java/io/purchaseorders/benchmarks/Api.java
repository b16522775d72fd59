package io.purchaseorders.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.benchmarks.Contest.Samples;
import io.purchaseorders.benchmarks.Readers.Question;
import io.purchaseorders.benchmarks.Readers.Seen;
import io.purchaseorders.benchmarks.Report.Target;
import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.apigateway.Gateway;
import io.purchaseorders.local.apigateway.Issuer;
import io.purchaseorders.local.lambda.FunctionError;
import io.purchaseorders.local.lambda.LambdaFunction;
import io.purchaseorders.local.sqs.QueueEvents;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How long the API takes to answer many readers. */
final class Api implements Benchmark {

    /** How long the projections may take to hold all orders. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String BARE = "bare GetItem";
    private static final String BARE_GATEWAY = "bare GetItem behind the gateway";
    private static final String INVOKED = "function: ";
    private static final String GATEWAY = "gateway: ";
    private static final String ORDER = "an order";
    private static final List<Integer> READERS = List.of(16, 64);
    private static final int ORDERS = 200;
    private static final int DAYS = 30;
    private static final long SEED = 4711;

    /** Long enough for a hundred answers of the slowest, short enough for five rounds of all. */
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private static final JsonMapper JSON = new JsonMapper();

    /** What clients ask, by what it is called. */
    private final Map<String, String> questions = new LinkedHashMap<>();

    @Override
    public String name() {
        return "api";
    }

    @Override
    public String question() {
        return "How long do readers wait for an order and for totals, beside a bare GetItem on the same DynamoDB Local at"
                + " the same load?";
    }

    @Override
    public Report measure(Run run) throws Exception {
        try (Issuer issuer = Issuer.start(0);
                LocalSystem system = LocalSystem.start(0, 0, null)) {
            run.say("publishing %,d orders", ORDERS);
            publish(system.functions().processor());
            awaitTotals(system.functions().api());
            DynamoDbClient client = system.dynamo().client();
            Map<String, AttributeValue> key = key(client);
            try (Gateway gateway = Gateway.start(0, issuer, system::invoke);
                    Gateway bare = Gateway.start(0, issuer, (alias, request) -> getItem(client, key))) {
                String token = token(issuer);
                Map<String, Question> entrants = new LinkedHashMap<>();
                entrants.put(BARE, () -> getItem(client, key));
                entrants.put(BARE_GATEWAY, get(bare.address(), "/orders/any", token));
                questions.forEach((name, target) -> {
                    byte[] event = FunctionQuestions.event(target, "orders/read");
                    entrants.put(
                            INVOKED + name,
                            () -> FunctionQuestions.good(
                                    system.functions().api().invoke(event)));
                });
                for (Map.Entry<String, String> question : questions.entrySet()) {
                    entrants.put(GATEWAY + question.getKey(), get(gateway.address(), question.getValue(), token));
                }
                return report(run, entrants);
            }
        }
    }

    private void publish(LambdaFunction processor) throws FunctionError {
        ReferenceLoad load = new ReferenceLoad(SEED, DAYS);
        for (int i = 0; i < ORDERS; i++) {
            for (ReferenceLoad.Published event : load.nextOrder()) {
                processor.invoke(QueueEvents.of(List.of("{\"id\":\"" + event.eventId()
                        + "\",\"source\":\"shop\",\"detail-type\":\"" + event.type() + "\",\"detail\":" + event.detail()
                        + "}")));
                questions.put(ORDER, "/orders/" + event.orderId());
                if (!event.customerId().isEmpty()) {
                    questions.put(
                            "a customer's total",
                            "/aggregations/" + encoded("CUSTOMER#" + event.customerId()) + "?granularity=TOTAL");
                }
            }
        }
        questions.put("24 hours of all", "/aggregations/ALL?granularity=HOUR&from=2026-01-10T00&to=2026-01-10T23");
        questions.put("31 days of all", "/aggregations/ALL?from=2026-01-01&to=2026-01-31");
    }

    /** Until the projections hold every order that was placed. */
    private static void awaitTotals(LambdaFunction api) throws Exception {
        byte[] event = FunctionQuestions.event("/aggregations/ALL?granularity=TOTAL", "orders/read");
        long placed = 0;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (placed < ORDERS) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("only " + placed + " of " + ORDERS + " orders are in the totals");
            }
            Thread.sleep(100);
            placed = JSON.readTree(JSON.readTree(api.invoke(event)).path("body").asText())
                    .at("/items/0/orders/placed")
                    .asLong();
        }
    }

    private static Map<String, AttributeValue> key(DynamoDbClient client) {
        var item = client.scan(scan -> scan.tableName("purchase-orders-local").limit(1))
                .items()
                .getFirst();
        AttributeValue none = AttributeValue.fromS("");
        return Map.of("orderId", item.getOrDefault("orderId", none), "timestamp", item.getOrDefault("timestamp", none));
    }

    /** One item by its key; what of it would be answered, in the form of a function behind API Gateway. */
    private static byte[] getItem(DynamoDbClient client, Map<String, AttributeValue> key) {
        var item = client.getItem(get -> get.tableName("purchase-orders-local").key(key))
                .item();
        String detail = item.getOrDefault("detail", AttributeValue.fromS("")).s();
        return JSON.createObjectNode()
                .put("statusCode", 200)
                .put("body", detail)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String token(Issuer issuer) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer.address() + "/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic dGVzdDp0ZXN0") // test:test; anyone is a client
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&scope=" + encoded("orders/read")))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("access_token")
                    .asText();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Asks by HTTP with the client that the SDK has below its own, over connections that stay open. */
    private static Question get(URI address, String target, String token) throws IOException {
        URL url = URI.create(address + target).toURL();
        return () -> {
            HttpURLConnection connection = (HttpURLConnection) url.openConnection();
            connection.setRequestProperty("Authorization", "Bearer " + token);
            try (InputStream answer = connection.getInputStream()) {
                answer.readAllBytes(); // or else the connection is not used again
            }
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IllegalStateException(target + ": " + connection.getResponseCode());
            }
        };
    }

    private Report report(Run run, Map<String, Question> entrants) throws Exception {
        Report.Builder report = Report.of(this)
                .setting("rounds", run.rounds())
                .setting("seconds each", NANOS / 1e9)
                .setting("orders", ORDERS)
                .version("AWS SDK for Java", VersionInfo.SDK_VERSION);
        run.say("warming up");
        for (Question question : entrants.values()) {
            Readers.run(READERS.getFirst(), NANOS, reader -> question);
        }
        List<Target> targets = new ArrayList<>();
        for (int readers : READERS) {
            Map<String, List<Seen>> seen = new LinkedHashMap<>();
            Contest contest = new Contest();
            entrants.forEach((name, question) -> {
                List<Seen> own = new ArrayList<>();
                seen.put(name, own);
                contest.with(readers + " readers, " + name + ", p99 in ms", () -> {
                    own.add(Readers.run(readers, NANOS, reader -> question));
                    return own.getLast().p99Millis();
                });
            });
            contest.run(run);
            report.table(
                    readers + " readers at once:",
                    List.of("", "p50, ms", "in bare's", "p99, ms", "in bare's ", "answers/s"),
                    rows(seen));
            for (String name : List.of(INVOKED + ORDER, GATEWAY + ORDER)) {
                targets.add(Target.atMost(
                        name + ", p99 in bare GetItem's, " + readers + " readers",
                        median(seen, name, Seen::p99Millis) / median(seen, BARE, Seen::p99Millis),
                        2));
            }
            targets.add(Target.atMost(
                    GATEWAY + ORDER + ", p99 in that of a bare GetItem behind the gateway, " + readers + " readers",
                    median(seen, GATEWAY + ORDER, Seen::p99Millis) / median(seen, BARE_GATEWAY, Seen::p99Millis),
                    2));
        }
        return report.target(targets.toArray(Target[]::new))
                .note(
                        "Readers, function, gateway and DynamoDB Local share the processors of one machine, and each reader"
                                + " asks again at once: what is measured is the work behind an answer more than waiting.")
                .note(
                        "A bare GetItem is the SDK's client and DynamoDB Local alone: no HTTP of its own, no token, no JSON for"
                                + " a client beyond the item's text. Behind the gateway it has the local system's HTTP server,"
                                + " routing and token check, which every client has before any answer. The gateway is asked by"
                                + " the HTTP client of the JDK that the SDK uses as well.")
                .note(
                        "The function is invoked as Lambda does it, JSON in and out: it reads all of an order's events and"
                                + " folds them, or the rows of the longest stored periods that add up to a total, and a shard's row once a second"
                                + " for how fresh they are. The gateway adds HTTP and the token to that.")
                .build();
    }

    private static double median(Map<String, List<Seen>> seen, String name, ToDoubleFunction<Seen> measure) {
        return Samples.of(seen.getOrDefault(name, List.of()), measure).median();
    }

    private static List<List<Object>> rows(Map<String, List<Seen>> seen) {
        double p50 = median(seen, BARE, Seen::p50Millis);
        double p99 = median(seen, BARE, Seen::p99Millis);
        List<List<Object>> rows = new ArrayList<>();
        seen.keySet()
                .forEach(name -> rows.add(List.of(
                        name,
                        median(seen, name, Seen::p50Millis),
                        median(seen, name, Seen::p50Millis) / p50,
                        median(seen, name, Seen::p99Millis),
                        median(seen, name, Seen::p99Millis) / p99,
                        median(seen, name, Seen::answersPerSecond))));
        return rows;
    }
}
