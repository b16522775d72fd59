package io.purchaseorders.benchmarks.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.benchmarks.Benchmark;
import io.purchaseorders.benchmarks.Contest;
import io.purchaseorders.benchmarks.Contest.Samples;
import io.purchaseorders.benchmarks.FunctionQuestions;
import io.purchaseorders.benchmarks.Report;
import io.purchaseorders.benchmarks.Run;
import io.purchaseorders.cli.generate.SampleEntries;
import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.SdkRequest;

/**
 * How fast the whole system takes events on one machine, beside its DynamoDB Local alone: a server as fresh is sent the
 * requests that the functions sent, by clients that do nothing else.
 */
public final class EndToEnd implements Benchmark {

    private static final int ORDERS = 2_000;
    private static final long SEED = 1;
    private static final int ENTRIES_A_CALL = 10;
    private static final int LOOK_EVERY_MILLIS = 100;
    private static final double NANOS = 1e9;
    private static final long PATIENCE_NANOS = (long) (900 * NANOS);

    private static final String SYSTEM = "from the bus into all totals";
    private static final String FLOOR = "the same requests, sent to DynamoDB Local alone";

    private static final JsonMapper JSON = new JsonMapper();

    private List<SdkRequest> requests = List.of();

    @Override
    public String name() {
        return "local";
    }

    @Override
    public String question() {
        return "How many events a second get from the bus into all totals on one machine, and how many would it be if DynamoDB"
                + " Local had nothing to wait for?";
    }

    @Override
    public Report measure(Run run) throws Exception {
        List<String> entries = entries();
        run.say("publishing %,d events of %,d orders", entries.size(), ORDERS);
        Contest contest = new Contest()
                .with(SYSTEM + ", events/s", () -> entries.size() / system(entries))
                .with(FLOOR + ", events/s", () -> entries.size() / floor(entries));
        Map<String, Samples> samples = contest.run(run);
        Samples system = Objects.requireNonNull(samples.get(SYSTEM + ", events/s"));
        Samples floor = Objects.requireNonNull(samples.get(FLOOR + ", events/s"));
        return Report.of(this)
                .setting("orders", ORDERS)
                .setting("events", entries.size())
                .setting("rounds", run.rounds())
                .setting("requests to DynamoDB of the last round", requests.size())
                .table(
                        "Events a second:",
                        List.of("", "median", "least", "most", "in the system's"),
                        List.of(row(SYSTEM, system, system), row(FLOOR, floor, system)))
                .note(
                        "The system is that of `./orders up` with tables in memory: bus, queue, functions, stream and DynamoDB"
                                + " Local in one process. It is measured from the first call of PutEvents until the total of ALL holds"
                                + " every order.")
                .build();
    }

    private static List<Object> row(String label, Samples samples, Samples system) {
        return List.of(label, samples.median(), samples.least(), samples.most(), samples.median() / system.median());
    }

    /** Seconds; what was sent to DynamoDB meanwhile is kept. */
    private double system(List<String> entries) throws Exception {
        try (LocalSystem system = LocalSystem.start(0, 0, null)) {
            long orders = entries.stream()
                    .filter(entry -> entry.contains("\"OrderPlaced\""))
                    .count();
            long begun = System.nanoTime();
            requests = RequestRecorder.during(() -> {
                publish(system.eventsEndpoint(), entries);
                awaitOrders(system, orders, begun + PATIENCE_NANOS);
                return entries;
            });
            return (System.nanoTime() - begun) / NANOS;
        }
    }

    private double floor(List<String> entries) throws Exception {
        if (requests.isEmpty()) {
            system(entries); // every other round begins with the floor
        }
        try (LocalDynamo dynamo =
                LocalDynamo.start(0, null, StackTemplate.packaged().tables())) {
            long begun = System.nanoTime();
            RequestRecorder.send(requests, dynamo.client());
            return (System.nanoTime() - begun) / NANOS;
        }
    }

    private static void publish(URI bus, List<String> entries) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int from = 0; from < entries.size(); from += ENTRIES_A_CALL) {
                List<String> call = entries.subList(from, Math.min(entries.size(), from + ENTRIES_A_CALL));
                HttpRequest request = HttpRequest.newBuilder(bus)
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", "AWSEvents.PutEvents")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"Entries\":[" + String.join(",", call) + "]}"))
                        .build();
                String answer = client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
                if (JSON.readTree(answer).path("FailedEntryCount").asInt(-1) != 0) {
                    throw new IllegalStateException("the bus did not take events: " + answer);
                }
            }
        }
    }

    private static void awaitOrders(LocalSystem system, long orders, long until) throws Exception {
        byte[] question = FunctionQuestions.event("/aggregations/ALL?granularity=TOTAL", "orders/read");
        while (placed(system.functions().api().invoke(question)) < orders) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the total does not hold all orders yet");
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static long placed(byte[] answer) throws IOException {
        FunctionQuestions.good(answer);
        JsonNode body = JSON.readTree(JSON.readTree(new String(answer, StandardCharsets.UTF_8))
                .path("body")
                .asText());
        return body.at("/items/0/orders/placed").asLong();
    }

    /** What {@code ./orders generate} prints, for the bus of this machine. */
    private static List<String> entries() throws IOException {
        StringWriter lines = new StringWriter();
        SampleEntries.write(ORDERS, SEED, lines);
        return lines.toString()
                .lines()
                .map(line -> "{\"EventBusName\":\"purchase-orders-local\"," + line.substring(1))
                .toList();
    }
}
