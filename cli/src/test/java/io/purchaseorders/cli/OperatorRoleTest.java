package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.purchaseorders.local.cloudformation.Role;
import io.purchaseorders.local.cloudformation.Role.Statement;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.lambda.RoleEnforcement;
import io.purchaseorders.local.lambda.RoleEnforcement.Granted;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Operators run the commands of the runbook with {@code --region} by OperatorRole of iamroles.yaml, which allows what they call and
 * nothing else. A system of this machine answers for the tables and the keys, and this test for Lambda.
 */
@Timeout(600)
class OperatorRoleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] TARGET = {"--region", "eu-west-1", "--env", Defaults.ENVIRONMENT};
    private static final String AGGREGATOR = "order-aggregator-" + Defaults.ENVIRONMENT;

    /** Of the tables of later generations there is one here. */
    private static final Pattern LATER_GENERATIONS = Pattern.compile(".*-[13-9]\\*");

    private static final StackTemplate TEMPLATE = StackTemplate.packaged(Map.of("Environment", Defaults.ENVIRONMENT));

    private static final Role ROLE =
            TEMPLATE.role("Roles", "OperatorRole", "operate").orElseThrow();

    private final EmbeddedSystem system =
            EmbeddedSystem.start(ImmutableSystemSettings.builder().build());
    private final DynamoDbClient client =
            LiveTables.local(system.dynamoDb(), Defaults.ENVIRONMENT).client();
    private final Map<String, String> mappings =
            new ConcurrentHashMap<>(Map.of(AGGREGATOR + ":live", "Enabled", AGGREGATOR + "-2:live", "Enabled"));
    private final Map<String, String> properties = new HashMap<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private HttpServer lambda;

    @BeforeEach
    void start() throws IOException {
        lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        lambda.createContext("/2015-03-31/functions/", OperatorRoleTest::configuration);
        lambda.createContext("/2015-03-31/event-source-mappings", this::mapping);
        lambda.start();
        set("aws.accessKeyId", "any");
        set("aws.secretAccessKey", "any");
        set("aws.endpointUrlLambda", "http://localhost:" + lambda.getAddress().getPort());
        set("aws.endpointUrlDynamoDb", system.dynamoDb().toString());
        set("aws.endpointUrlSecretsManager", system.secrets().toString());
        publish(0, 20);
    }

    @AfterEach
    void stop() {
        properties.forEach((name, value) -> System.clearProperty(name));
        lambda.stop(0);
        system.close();
    }

    private void set(String name, String value) {
        properties.put(name, value);
        System.setProperty(name, value);
    }

    /** What the aggregator of the stack has in its environment. */
    private static void configuration(HttpExchange exchange) throws IOException {
        Map<String, String> variables = TEMPLATE.functions().stream()
                .filter(function -> function.name().equals(AGGREGATOR))
                .findFirst()
                .orElseThrow()
                .environment();
        send(exchange, 200, TargetOptions.json(Map.of("Environment", Map.of("Variables", variables))));
    }

    /** A mapping is as it was asked to be by the next look. */
    private void mapping(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            String id = exchange.getRequestURI().getPath().replaceAll(".*/", "");
            boolean isEnabled = new JsonMapper()
                    .readTree(exchange.getRequestBody())
                    .path("Enabled")
                    .asBoolean();
            mappings.put(id, isEnabled ? "Enabled" : "Disabled");
            send(exchange, 202, "{}");
            return;
        }
        String function = exchange.getRequestURI().getQuery().replaceAll(".*FunctionName=([^&]*).*", "$1");
        send(
                exchange,
                200,
                TargetOptions.json(Map.of(
                        "EventSourceMappings",
                        List.of(Map.of("UUID", function, "State", mappings.getOrDefault(function, ""))))));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void publish(int from, int to) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(TargetOptions.json(Map.of(
                            "Source",
                            "shop",
                            "DetailType",
                            "OrderPlaced",
                            "Detail",
                            "{\"eventId\":\"placed\",\"orderId\":\"PO-" + i
                                    + "\",\"occurredAt\":\"2026-11-20T10:00:00Z\",\"customerId\":\"c\",\"currency\":\"EUR\","
                                    + "\"lines\":[{\"sku\":\"s\",\"quantity\":1,\"unitPrice\":\"1\"}]}")))
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("events-" + from + ".ndjson"), lines);
        CommandRun run = CommandRun.of(
                "publish", file.toString(), "--endpoint", system.events().toString(), "--no-receipts");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }

    /** A command with a region, by whoever has taken on the role. */
    private static CommandRun operate(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(TARGET));
        try {
            return RoleEnforcement.as(ROLE, () -> CommandRun.of(all.toArray(String[]::new)));
        } catch (Exception e) {
            throw new AssertionError(all.toString(), e);
        }
    }

    private static CommandRun done(String... command) {
        CommandRun run = operate(command);
        assertThat(run.exitCode())
                .as("%s: %s%s", List.of(command), run.out(), run.err())
                .isZero();
        return run;
    }

    private LiveTables live() {
        return LiveTables.at(system.dynamoDb(), Defaults.ENVIRONMENT);
    }

    @Test
    void every_command_of_operators_does_its_work_by_it_and_needs_all_that_it_allows() throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> done("check"));
        done("replay");
        done("generations");
        QuarantinedEvent quarantined = forge();
        assertThat(done("quarantine", "list").out())
                .contains(quarantined.event().orderId());
        done(
                "quarantine",
                "show",
                quarantined.event().orderId(),
                quarantined.event().timestamp());
        done(
                "quarantine",
                "release",
                quarantined.event().orderId(),
                quarantined.event().timestamp());
        done("quarantine", "violations");
        assertThat(done("quarantine", "list", "--failed", failedBatch().toString())
                        .out())
                .contains("PO-0", "PO-1");
        String violation = live().quarantine().violations().getFirst().id();
        operate("check", "--acknowledge", violation, "--by", "an operator", "--reason", "a test");
        assertThat(live().quarantine().violations())
                .filteredOn(one -> one.id().equals(violation))
                .allMatch(one -> one.acknowledged().isPresent());
        secondGeneration();
        publish(20, 25);
        assertThat(done("rebuild").out()).contains("Generation 2 is live");
        done("generations", "--json");
        done("promote", "1");
        done("retire", "2");
        assertThat(unused())
                .as("permissions of OperatorRole that no command needs")
                .isEmpty();
    }

    /** An event without a right code, as somebody puts it in who may write to the table: it is quarantined and a violation. */
    private QuarantinedEvent forge() {
        Map<String, AttributeValue> item =
                new HashMap<>(client.scan(scan -> scan.tableName("purchase-orders-" + Defaults.ENVIRONMENT))
                        .items()
                        .getFirst());
        item.put("orderId", AttributeValue.fromS("forged"));
        client.putItem(
                put -> put.tableName("purchase-orders-" + Defaults.ENVIRONMENT).item(item));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(live().quarantine().events()).isNotEmpty());
        return live().quarantine().events().getFirst();
    }

    /** What the stream's mapping gave up, as it lies in the bucket: two items of two orders, which were never applied. */
    private Path failedBatch() throws IOException {
        List<Map<String, Object>> records = new ArrayList<>();
        for (String order : List.of("PO-0", "PO-1")) {
            records.add(Map.of(
                    "eventName",
                    "INSERT",
                    "dynamodb",
                    Map.of(
                            "Keys",
                            Map.of(
                                    "orderId",
                                    Map.of("S", order),
                                    "timestamp",
                                    Map.of("S", "2026-11-21T10:00:00.000000000Z#lost")),
                            "SequenceNumber",
                            "1",
                            "NewImage",
                            Map.of())));
        }
        Path batches = Files.createDirectories(folder.resolve("failed"));
        Files.writeString(
                batches.resolve("batch"),
                TargetOptions.json(Map.of(
                        "DDBStreamBatchInfo", Map.of("shardId", "shardId-1"), "payload", Map.of("Records", records))));
        return batches;
    }

    /** As the runbook has it: what AWS does in between, nobody does by the role. */
    private void secondGeneration() throws Exception {
        Path export = folder.resolve("export");
        Path files = folder.resolve("files");
        done("rebuild");
        done("export", export.toString());
        done(
                "rebuild",
                "--export",
                export.resolve("events").toString(),
                "--to",
                files.toString(),
                "--time-zone",
                "Europe/Berlin");
        GenerationTables tables = GenerationTables.of(LiveTables.local(system.dynamoDb(), Defaults.ENVIRONMENT));
        Waiting.until(() -> tables.tableIsReady(2), PATIENCE, () -> "no table of the second generation");
        ImportedTable.load(files, client, tables.table(2));
    }

    private static Set<Granted> unused() {
        Set<Granted> unused = new HashSet<>();
        for (Statement statement : ROLE.statements()) {
            statement
                    .actions()
                    .forEach(action -> statement.resources().stream()
                            .filter(resource ->
                                    !LATER_GENERATIONS.matcher(resource).matches())
                            .forEach(resource -> statement
                                    .keys()
                                    .forEach(keys ->
                                            unused.add(new Granted(ROLE.logicalId(), action, resource, keys)))));
        }
        unused.removeIf(permission -> RoleEnforcement.granted().stream()
                .anyMatch(granted -> granted.logicalId().equals(permission.logicalId())
                        && granted.action().equals(permission.action())
                        && granted.keys().equals(permission.keys())
                        && matches(permission.resource(), granted.resource())));
        return unused;
    }

    private static boolean matches(String pattern, String resource) {
        return resource.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }

    @Test
    void what_the_role_does_not_allow_is_refused() throws Exception {
        String table = "purchase-orders-" + Defaults.ENVIRONMENT;
        String refusal = RoleEnforcement.as(ROLE, () -> {
            try {
                client.deleteItem(delete -> delete.tableName(table)
                        .key(Map.of("orderId", AttributeValue.fromS("PO-0"), "timestamp", AttributeValue.fromS("t"))));
                return "nothing";
            } catch (DynamoDbException e) {
                return String.valueOf(e.getMessage());
            }
        });
        assertThat(refusal)
                .contains(
                        "who runs as OperatorRole is not authorized to perform dynamodb:DeleteItem on table/" + table);
    }
}
