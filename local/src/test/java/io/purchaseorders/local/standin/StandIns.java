package io.purchaseorders.local.standin;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse.BatchItemFailure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The stand-ins and the template that names them; what they saw is static, since the runtime makes their instances. */
public final class StandIns {

    public static final Set<String> AGGREGATED = ConcurrentHashMap.newKeySet();
    public static final List<DynamodbTimeWindowEvent> BATCHES = new CopyOnWriteArrayList<>();
    public static final List<String> EVENTS = new CopyOnWriteArrayList<>();
    public static final AtomicInteger PROCESSOR_FAILURES = new AtomicInteger();

    private static final JsonMapper JSON = new JsonMapper();

    /** An order id whose records the aggregator never takes. */
    public static final String POISON = "poison";

    private StandIns() {}

    public static void forget() {
        AGGREGATED.clear();
        BATCHES.clear();
        EVENTS.clear();
        PROCESSOR_FAILURES.set(0);
    }

    /** main.yaml, with these handlers and few retries. */
    public static StackTemplate template() {
        try {
            Path file = Path.of(System.getProperty("repository.root", ".."), "cloudformation", "main.yaml");
            String yaml = Files.readString(file)
                    .replaceAll("Handler: .*OrderProcessor\\n", handler(Processor.class))
                    .replaceAll("Handler: .*OrderAggregator\\n", handler(Aggregator.class))
                    .replaceAll("Handler: .*(OrderApi|OrderAudit)\\n", handler(Api.class))
                    .replaceAll("MaximumRetryAttempts: -1\\n", "MaximumRetryAttempts: 1\n")
                    .replaceAll("VisibilityTimeout: \\d+\\n", "VisibilityTimeout: 1\n")
                    .replaceAll("maxReceiveCount: \\d+", "maxReceiveCount: 3");
            return StackTemplate.parse(yaml, StackTemplate.LOCAL_PARAMETERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String handler(Class<?> handler) {
        return Matcher.quoteReplacement("Handler: " + handler.getName() + "\n");
    }

    /** Stores each event of a batch under the order id and event id of its detail; what is no JSON it gives back. */
    public static final class Processor implements RequestHandler<SQSEvent, SQSBatchResponse> {
        private final DynamoDbClient client;
        private final String table;

        public Processor(Map<String, String> environment) {
            URI endpoint = URI.create(environment.getOrDefault("AWS_ENDPOINT_URL_DYNAMODB", ""));
            this.client =
                    LocalDynamo.connected(DynamoDbClient.builder(), endpoint).build();
            this.table = environment.getOrDefault("EVENTS_TABLE", "");
        }

        @Override
        public SQSBatchResponse handleRequest(SQSEvent batch, Context context) {
            if (PROCESSOR_FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("as told");
            }
            List<SQSBatchResponse.BatchItemFailure> failures = new ArrayList<>();
            batch.getRecords().forEach(message -> {
                try {
                    store(message.getBody());
                } catch (JsonProcessingException e) {
                    failures.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
                }
            });
            return new SQSBatchResponse(failures);
        }

        private void store(String event) throws JsonProcessingException {
            var detail = JSON.readTree(event).path("detail");
            EVENTS.add(event);
            client.putItem(put -> put.tableName(table)
                    .item(Map.of(
                            "orderId",
                            AttributeValue.fromS(detail.path("orderId").asText("none")),
                            "timestamp",
                            AttributeValue.fromS(detail.path("eventId").asText("none")))));
        }
    }

    /** Remembers order ids, counts them in the window's state, and reports the poisonous one. */
    public static final class Aggregator implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse> {

        public Aggregator(Map<String, String> environment) {
            if (!environment.containsKey("AGGREGATIONS_TABLE")) {
                throw new IllegalArgumentException("AGGREGATIONS_TABLE");
            }
        }

        @Override
        public TimeWindowEventResponse handleRequest(DynamodbTimeWindowEvent event, Context context) {
            BATCHES.add(event);
            int count = Integer.parseInt(event.getState().getOrDefault("count", "0"));
            for (DynamodbStreamRecord record : event.getRecords()) {
                String orderId = Objects.requireNonNull(
                                record.getDynamodb().getKeys().get("orderId"))
                        .getS();
                if (orderId.equals(POISON)) {
                    return answer(
                            count,
                            List.of(new BatchItemFailure(record.getDynamodb().getSequenceNumber())));
                }
                AGGREGATED.add(orderId);
                count++;
            }
            return answer(count, List.of());
        }

        private static TimeWindowEventResponse answer(int count, List<BatchItemFailure> failures) {
            return new TimeWindowEventResponse(Map.of("count", Integer.toString(count)), failures);
        }
    }

    /** Answers the request's path. */
    public static final class Api implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

        public Api(Map<String, String> environment) {
            if (!environment.containsKey("EVENTS_TABLE")) {
                throw new IllegalArgumentException("EVENTS_TABLE");
            }
        }

        @Override
        public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent request, Context context) {
            if (request.getPath().equals("/broken")) {
                throw new IllegalStateException("broken");
            }
            return new APIGatewayProxyResponseEvent()
                    .withStatusCode(200)
                    .withBody(request.getPath() + " " + context.getFunctionName() + " "
                            + (context.getRemainingTimeInMillis() > 20_000));
        }
    }
}
