package io.purchaseorders.cli.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.local.cloudformation.FunctionDefinition;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.local.lambda.FunctionError;
import io.purchaseorders.local.lambda.FunctionLaunch;
import io.purchaseorders.local.lambda.FunctionProcess;
import io.purchaseorders.local.lambda.ImmutableFunctionLaunch;
import io.purchaseorders.local.secretsmanager.SecretsManager;
import io.purchaseorders.local.sqs.QueueEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/**
 * The archive that is deployed, under the client that runs it in the managed runtime: each function in a process of its
 * own, with the template's handler, variables and memory, against DynamoDB Local. In the order of an event's way.
 */
@TestMethodOrder(OrderAnnotation.class)
@Timeout(600)
class PackagedFunctionsIT {

    private static final Path ARCHIVE =
            Path.of(System.getProperty("repository.root", ".."), "handlers", "target", "handlers-lambda.zip");
    private static final Path CLIENT = Path.of("target", "runtime-interface-client");
    private static final JsonMapper JSON = new JsonMapper();
    private static final StackTemplate TEMPLATE = StackTemplate.packaged();

    /** Starting takes two seconds on an idle machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String EVENT = """
            {"version": "0", "id": "7bf73129-1428-4cd3-a780-95db273d1602", "detail-type": "OrderPlaced",
             "source": "shop", "account": "000000000000", "time": "2026-11-23T10:15:31Z", "region": "us-east-1",
             "resources": [], "detail": {"eventId": "e-1", "orderId": "PO-1", "occurredAt": "2026-11-23T10:15:30Z",
             "customerId": "C-7", "currency": "EUR",
             "lines": [{"sku": "LAMP", "quantity": 2, "unitPrice": "9.95"}]}}""";

    private static final String REQUEST = """
            {"resource": "%s", "path": "%s", "httpMethod": "GET", "headers": {"Accept": "application/json"},
             "multiValueHeaders": {"Accept": ["application/json"]}, "queryStringParameters": %s,
             "multiValueQueryStringParameters": %s, "pathParameters": %s, "stageVariables": null,
             "requestContext": {"accountId": "000000000000", "apiId": "local", "stage": "v1", "httpMethod": "GET",
               "requestId": "f6c7b5f0-1b3c-4f53-8a52-4c4a5b1c0d11", "requestTimeEpoch": 1795428931000,
               "identity": {"sourceIp": "127.0.0.1"},
               "authorizer": {"claims": {"sub": "auditor", "scope": "orders/read", "token_use": "access"}}},
             "body": null, "isBase64Encoded": false}""";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path task;

    @SuppressWarnings("NullAway.Init")
    private static LocalDynamo dynamo;

    @SuppressWarnings("NullAway.Init")
    private static SecretsManager secrets;

    @BeforeAll
    static void unpack() throws IOException {
        try (InputStream in = Files.newInputStream(ARCHIVE);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = task.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.copy(zip, file);
                }
            }
        }
        dynamo = LocalDynamo.start(0, null, TEMPLATE.tables());
        secrets = SecretsManager.start(TEMPLATE.secretArns(), null);
    }

    @AfterAll
    static void stop() {
        dynamo.close();
        secrets.close();
    }

    @Test
    @Order(1)
    void the_processor_takes_an_event_from_the_queue_and_stores_it_once() throws FunctionError {
        try (FunctionProcess processor = start("OrderProcessor", false)) {
            String batch = new String(QueueEvents.of(List.of(EVENT)), StandardCharsets.UTF_8);
            assertThat(processor.invoke(batch)).contains("\"batchItemFailures\":[]", "\"outcomes\":{\"accepted\":1}");
            assertThat(processor.invoke(batch)).contains("\"batchItemFailures\":[]", "\"outcomes\":{\"duplicate\":1}");
            assertThat(processor.invoke(batch.replace("\"body\":\"{", "\"body\":\"poison {")))
                    .contains("\"itemIdentifier\":\"message-0\"");
            report(processor);
        }
        assertThat(events()).hasSize(1);
    }

    @Test
    @Order(2)
    void the_aggregator_takes_a_batch_of_a_window_and_adds_it_up() throws Exception {
        JsonNode answer;
        try (FunctionProcess aggregator = start("OrderAggregator", false)) {
            answer = JSON.readTree(aggregator.invoke(batch()));
            report(aggregator);
        }
        assertThat(answer.path("batchItemFailures").isArray()).isTrue();
        assertThat(answer.path("batchItemFailures")).isEmpty();
        assertThat(answer.path("state").isObject()).isTrue();
    }

    @Test
    @Order(3)
    void the_api_answers_the_order_and_the_totals() throws Exception {
        try (FunctionProcess api = start("OrderApi", false)) {
            assertAnswers(api);
            report(api);
        }
    }

    @Test
    @Order(4)
    void the_api_answers_as_well_after_it_was_restored_from_a_snapshot() throws Exception {
        try (FunctionProcess api = start("OrderApi", true)) {
            api.restore();
            assertAnswers(api);
        }
    }

    @Test
    void a_function_that_cannot_start_says_why() {
        FunctionDefinition api = definition("OrderApi");
        FunctionLaunch broken =
                launch(api).environment(Map.of("EVENTS_TABLE", "somewhere")).build();
        try (FunctionProcess process = FunctionProcess.start(broken)) {
            assertThatThrownBy(() -> process.invoke(EVENT))
                    .isInstanceOf(FunctionError.class)
                    .hasMessageContaining("EVENT_KEYS_SECRET");
        }
    }

    private static void assertAnswers(FunctionProcess api) throws Exception {
        JsonNode order = body(api.invoke(
                REQUEST.formatted("/orders/{orderId}", "/orders/PO-1", "null", "null", "{\"orderId\": \"PO-1\"}")));
        assertThat(order.path("status").asText()).isEqualTo("PLACED");
        assertThat(order.path("total").asText()).isEqualTo("19.9");

        JsonNode totals = body(api.invoke(REQUEST.formatted(
                "/aggregations/{aggregationKey}",
                "/aggregations/ALL",
                "{\"granularity\": \"TOTAL\"}",
                "{\"granularity\": [\"TOTAL\"]}",
                "{\"aggregationKey\": \"ALL\"}")));
        assertThat(totals.at("/items/0/amounts/EUR/gross").asText()).isEqualTo("19.9");
    }

    private static JsonNode body(String answer) throws IOException {
        JsonNode response = JSON.readTree(answer);
        assertThat(response.path("statusCode").asInt()).as(answer).isEqualTo(200);
        return JSON.readTree(response.path("body").asText());
    }

    private static FunctionProcess start(String handler, boolean snapStart) {
        return FunctionProcess.start(
                launch(definition(handler)).snapStart(snapStart).build());
    }

    private static FunctionDefinition definition(String handler) {
        return TEMPLATE.functions().stream()
                .filter(function -> function.handler().endsWith("." + handler))
                .findFirst()
                .orElseThrow();
    }

    private static ImmutableFunctionLaunch.Builder launch(FunctionDefinition function) {
        Map<String, String> environment = new HashMap<>(function.environment());
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamo.endpoint().toString());
        environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.endpoint().toString());
        return ImmutableFunctionLaunch.builder()
                .taskRoot(task)
                .client(CLIENT)
                .handler(function.handler())
                .name(function.name())
                .memoryMegabytes(function.memoryMegabytes())
                .timeout(PATIENCE)
                .environment(environment);
    }

    /** For the reader of the build's log; nothing is held to a time. */
    private static void report(FunctionProcess process) {
        System.out.printf(
                "%s: ready after %d ms, first answer after %d ms, %d MB%n",
                process.name(),
                process.untilReady().toMillis(),
                process.untilFirstAnswer().toMillis(),
                process.peakMemoryKilobytes() / 1024);
    }

    private static List<Map<String, AttributeValue>> events() {
        String table = definition("OrderProcessor").environment().getOrDefault("EVENTS_TABLE", "");
        return dynamo.client().scan(scan -> scan.tableName(table)).items();
    }

    /** What the events' stream holds, as the mapping would deliver it in a window that goes on. */
    private static String batch() {
        String arn = dynamo.streams().listStreams().streams().getFirst().streamArn();
        String shard = dynamo.streams()
                .describeStream(describe -> describe.streamArn(arn))
                .streamDescription()
                .shards()
                .getFirst()
                .shardId();
        String iterator = dynamo.streams()
                .getShardIterator(
                        get -> get.streamArn(arn).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        ObjectNode event = JSON.createObjectNode();
        dynamo.streams()
                .getRecords(get -> get.shardIterator(iterator))
                .records()
                .forEach(record -> add(event.withArray("Records").addObject(), record, arn));
        assertThat(event.path("Records")).hasSize(1);
        event.putObject("window").put("start", "2026-11-23T10:15:00Z").put("end", "2026-11-23T10:16:00Z");
        event.putObject("state");
        event.put("shardId", shard).put("eventSourceARN", arn);
        event.put("isFinalInvokeForWindow", false).put("isWindowTerminatedEarly", false);
        return event.toString();
    }

    private static void add(ObjectNode json, Record record, String arn) {
        json.put("eventID", record.eventID()).put("eventName", record.eventNameAsString());
        json.put("eventVersion", record.eventVersion()).put("eventSource", "aws:dynamodb");
        json.put("awsRegion", "us-east-1").put("eventSourceARN", arn);
        ObjectNode change = json.putObject("dynamodb");
        change.put(
                "ApproximateCreationDateTime",
                record.dynamodb().approximateCreationDateTime().getEpochSecond());
        change.put("SequenceNumber", record.dynamodb().sequenceNumber());
        change.put("SizeBytes", record.dynamodb().sizeBytes());
        change.put("StreamViewType", record.dynamodb().streamViewTypeAsString());
        ObjectNode image = change.putObject("NewImage");
        record.dynamodb()
                .newImage()
                .forEach((name, value) ->
                        image.putObject(name).put(value.type().name(), value.n() != null ? value.n() : value.s()));
    }
}
