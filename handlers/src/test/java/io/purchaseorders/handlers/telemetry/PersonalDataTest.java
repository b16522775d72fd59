package io.purchaseorders.handlers.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.models.TimeWindow;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.EventType;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.aggregator.Aggregators;
import io.purchaseorders.handlers.aggregator.OrderAggregator;
import io.purchaseorders.handlers.api.ApiFixture;
import io.purchaseorders.handlers.api.ApiStores;
import io.purchaseorders.handlers.api.OrderApi;
import io.purchaseorders.handlers.api.Question;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.processor.Batches;
import io.purchaseorders.handlers.processor.OrderProcessor;
import io.purchaseorders.handlers.processor.Processors;
import io.purchaseorders.handlers.simulation.Ports;
import io.purchaseorders.stores.DuplicateStore;
import io.purchaseorders.stores.EventStore;
import io.purchaseorders.stores.NoteStore;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.QuarantineStore;
import io.purchaseorders.stores.RejectionStore;
import io.purchaseorders.stores.ShardStore;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.LocalTables;
import io.purchaseorders.stores.dynamodb.StoredNames;
import io.purchaseorders.stores.memory.InMemoryDuplicateStore;
import io.purchaseorders.stores.memory.InMemoryNoteStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logs, metrics and errors hold the ids of orders and events, and nothing else of what was published or asked: no customer,
 * product, reason, tracking number or member that nobody knows, in ordinary and hostile inputs, also where stores fail with
 * messages that quote them.
 */
@NullMarked
class PersonalDataTest {

    /** Is in everything that may not be told. */
    private static final String SECRET = "Geheimnis";

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final JsonMapper JSON = new JsonMapper();

    private static final String LINES =
            "[{\"sku\":\"Geheimnis-Sku\",\"quantity\":2,\"unitPrice\":\"5\",\"Geheimnis\":[\"Geheimnis\"]}]";

    /** One of each type, with every member that the type knows and some that nobody does. */
    private static final Map<EventType, String> MEMBERS = new LinkedHashMap<>(Map.of(
            EventType.ORDER_PLACED, "\"customerId\":\"Geheimnis-Kunde\",\"currency\":\"EUR\",\"lines\":" + LINES,
            EventType.ORDER_AMENDED, "\"lines\":" + LINES,
            EventType.ORDER_CONFIRMED, "\"by\":\"Geheimnis\"",
            EventType.ORDER_SHIPPED, "\"carrier\":\"Geheimnis\",\"trackingNumber\":\"Geheimnis-00 340\"",
            EventType.ORDER_DELIVERED, "\"to\":{\"name\":\"Geheimnis\"}",
            EventType.ORDER_CANCELLED, "\"reason\":\"Geheimnis\",\"reasons\":\"Geheimnis\"",
            EventType.ORDER_RETURNED, "\"lines\":[{\"sku\":\"Geheimnis-Sku\",\"quantity\":1,\"refund\":\"5\"}]"));

    private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        writers.close();
    }

    /** A store every call of which fails, with a message that quotes. */
    private static <S> S failing(Class<S> store) {
        return store.cast(
                Proxy.newProxyInstance(store.getClassLoader(), new Class<?>[] {store}, (proxy, method, arguments) -> {
                    throw new IllegalStateException(SECRET, new IllegalArgumentException(SECRET));
                }));
    }

    private static Ports ports(boolean isFailing) {
        return isFailing
                ? new Ports(
                        failing(EventStore.class),
                        failing(ProjectionStore.class),
                        failing(ShardStore.class),
                        failing(RejectionStore.class),
                        failing(QuarantineStore.class))
                : Ports.inMemory();
    }

    private static String detail(EventType type) {
        int hour = List.of(EventType.values()).indexOf(type);
        return "{\"eventId\":\"e-" + hour + "\",\"orderId\":\"o\",\"occurredAt\":\"2026-11-23T0" + hour
                + ":00:00Z\",\"note\":\"Geheimnis\"," + MEMBERS.get(type) + "}";
    }

    /** The ordinary details of a type, and each with one of its members replaced by what no publisher should send. */
    private static List<String> details(EventType type) throws Exception {
        List<String> details = new ArrayList<>(List.of(
                detail(type), detail(type).replace("\"note\":\"Geheimnis\"", "\"note\":\"Geheimnis, another\"")));
        ObjectNode ordinary = (ObjectNode) JSON.readTree(detail(type));
        for (Map.Entry<String, JsonNode> member : ordinary.properties()) {
            for (String hostile : List.of(
                    "\"Geheimnis #\\u0007 " + "x".repeat(70) + "\"",
                    "{\"Geheimnis\":{\"Geheimnis\":[\"Geheimnis\"]}}",
                    "[\"Geheimnis\",1e999]",
                    "\"2026 Geheimnis\"")) {
                ObjectNode changed = ordinary.deepCopy();
                changed.set(member.getKey(), JSON.readTree(hostile));
                details.add(changed.toString());
            }
        }
        details.add(detail(type).substring(0, detail(type).length() / 2));
        return details;
    }

    private static Stream<String> messages() throws Exception {
        List<String> messages = new ArrayList<>(List.of(SECRET, "{\"detail\":\"Geheimnis\"}", "[]"));
        for (EventType type : EventType.values()) {
            for (String detail : details(type)) {
                messages.add("{\"id\":\"d\",\"detail-type\":\"" + type.wireName()
                        + "\",\"source\":\"Geheimnis\",\"detail\":" + detail + "}");
            }
        }
        messages.add("{\"id\":\"d\",\"detail-type\":\"Geheimnis\",\"source\":\"shop\",\"detail\":"
                + detail(EventType.ORDER_PLACED) + "}");
        return messages.stream();
    }

    /** What Lambda would log of what is thrown; nothing where nothing is. */
    private static String thrownBy(Runnable invocation) {
        try {
            invocation.run();
            return "";
        } catch (RuntimeException failure) {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
    }

    private static void assertTellsNothing(Told told, List<String> thrown) {
        assertThat(told.lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContain(SECRET));
        assertThat(told.metrics())
                .allSatisfy(line -> assertThat(line.toString()).doesNotContain(SECRET));
        assertThat(thrown).allSatisfy(text -> assertThat(text).doesNotContain(SECRET));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void order_processor_tells_nothing_of_contents(boolean isFailing) throws Exception {
        List<String> messages = messages().toList();
        List<String> thrown = new ArrayList<>();
        Told told = Told.by("order-processor", telemetry -> {
            OrderProcessor processor = Processors.telling(
                    ports(isFailing),
                    isFailing ? failing(DuplicateStore.class) : new InMemoryDuplicateStore(),
                    isFailing ? failing(NoteStore.class) : new InMemoryNoteStore(),
                    CLOCK,
                    telemetry);
            for (String message : messages) {
                thrown.add(thrownBy(() -> processor.handleRequest(Batches.of(message), Told.CONTEXT)));
            }
        });
        assertTellsNothing(told, thrown);
        assertThat(thrown).anyMatch(text -> text.contains("IllegalStateException") == isFailing);
        assertThat(told.lines()).hasSizeGreaterThan(messages.size() / 2);
    }

    private static DynamodbStreamRecord record(
            int sequence, String name, EventType type, String detail, boolean isOurs) {
        RecordedEvent event =
                new RecordedEvent(EventCodec.stored(type.wireName(), detail(type)), SECRET, NOW, detail(type));
        Map<String, String> item = new HashMap<>(EventItem.write(event));
        item.put(StoredNames.DETAIL, detail);
        item.put(StoredNames.MAC, isOurs ? LocalTables.codeOf(item) : SECRET);
        Map<String, AttributeValue> image = new HashMap<>();
        item.forEach((key, text) -> image.put(key, new AttributeValue().withS(text)));
        Map<String, AttributeValue> keys = new HashMap<>(image);
        keys.keySet().retainAll(List.of(StoredNames.ORDER_ID, StoredNames.TIMESTAMP));
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventName(name);
        record.setEventSourceARN("arn");
        record.setDynamodb(new StreamRecord()
                .withSequenceNumber(String.valueOf(sequence))
                .withKeys(keys)
                .withOldImage(name.equals("INSERT") ? null : image)
                .withNewImage(image));
        return record;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void order_aggregator_tells_nothing_of_contents(boolean isFailing) throws Exception {
        List<DynamodbStreamRecord> records = new ArrayList<>();
        for (EventType type : EventType.values()) {
            for (String detail : details(type)) {
                records.add(record(records.size() + 1, "INSERT", type, detail, true));
            }
            records.add(record(records.size() + 1, "MODIFY", type, detail(type), true));
            records.add(record(records.size() + 1, "INSERT", type, detail(type), false));
        }
        DynamodbTimeWindowEvent event = new DynamodbTimeWindowEvent();
        event.setShardId("shard");
        event.setState(Map.of());
        event.setWindow(TimeWindow.builder()
                .withStart("2026-11-23T12:00:00Z")
                .withEnd("2026-11-23T12:01:00Z")
                .build());
        event.setIsFinalInvokeForWindow(false);
        event.setIsWindowTerminatedEarly(false);
        List<String> thrown = new ArrayList<>();
        Told told = Told.by("order-aggregator", telemetry -> {
            OrderAggregator aggregator = Aggregators.telling(ports(isFailing), writers, telemetry);
            for (List<DynamodbStreamRecord> batch : List.of(records.subList(0, 1), records)) {
                event.setRecords(batch);
                thrown.add(thrownBy(() -> aggregator.handleRequest(event, Told.CONTEXT)));
            }
        });
        assertTellsNothing(told, thrown);
        assertThat(thrown).anyMatch(text -> text.contains("IllegalStateException") == isFailing);
        if (!isFailing) {
            assertThat(told.lines()).anyMatch(line -> line.contains("event quarantined"));
            assertThat(told.lines()).anyMatch(line -> line.contains("event forged or changed"));
        }
    }

    /** Every question, with the marker wherever a caller can put it. */
    private static List<APIGatewayProxyRequestEvent> requests() {
        List<APIGatewayProxyRequestEvent> requests = new ArrayList<>();
        for (Question question : Question.values()) {
            String path = question.template().replaceAll("\\{[^}]+}", SECRET);
            String[] query = question.parameters().stream()
                    .flatMap(name -> Stream.of(name, SECRET))
                    .toArray(String[]::new);
            for (String method : List.of("GET", "POST", SECRET)) {
                for (String scope : List.of("orders/audit", SECRET)) {
                    requests.add(ApiFixture.request(method, path, scope).withResource(question.template()));
                    requests.add(ApiFixture.request(method, path, scope, query)
                            .withBody("{\"events\":[{\"orderId\":\"Geheimnis\"}]}"));
                    requests.add(ApiFixture.request(method, path, scope, SECRET, SECRET)
                            .withBody(SECRET));
                }
            }
        }
        requests.add(ApiFixture.request("GET", "/aggregations/CUSTOMER%23Geheimnis", "orders/read"));
        requests.add(ApiFixture.request("GET", "/" + SECRET, "orders/read"));
        requests.add(new APIGatewayProxyRequestEvent().withPath(SECRET));
        return requests;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void order_api_and_order_audit_tell_nothing_of_contents_or_questions(boolean isFailing) {
        Ports ports = ports(isFailing);
        if (!isFailing) {
            Arrays.stream(EventType.values())
                    .forEach(type -> ports.events()
                            .append(new RecordedEvent(
                                    EventCodec.stored(type.wireName(), detail(type)), SECRET, NOW, detail(type))));
        }
        ApiStores stores = new ApiStores(
                ports.events(),
                ports.totals(),
                ports.shards(),
                ports.rejections(),
                ports.quarantine(),
                isFailing ? failing(DuplicateStore.class) : new InMemoryDuplicateStore(),
                isFailing ? failing(NoteStore.class) : new InMemoryNoteStore());
        List<String> thrown = new ArrayList<>();
        Told told = Told.by("order-api", telemetry -> {
            OrderApi api = new OrderApi(stores, new CursorCodec("secret"), ZoneOffset.UTC, CLOCK, telemetry);
            List<APIGatewayProxyRequestEvent> requests = new ArrayList<>(requests());
            for (String path : List.of("/orders/o", "/orders/o/events", "/customers/Geheimnis-Kunde/orders")) {
                requests.add(ApiFixture.request("GET", path, "orders/audit"));
            }
            requests.forEach(request -> thrown.add(thrownBy(() -> api.handleRequest(request, Told.CONTEXT))));
        });
        assertTellsNothing(told, thrown);
        assertThat(thrown).as("an answer, whatever fails").containsOnly("");
        assertThat(told.lines()).anyMatch(line -> line.contains("\"failed\"") == isFailing);
    }

    /** Traces are Lambda's own segments, to which the code has nothing to add with; the gateway makes none (DefinitionsTest). */
    @Test
    void nothing_that_annotates_traces_is_on_the_class_path_of_the_functions() {
        for (String type : List.of(
                "com/amazonaws/xray/AWSXRay.class",
                "software/amazon/lambda/powertools/tracing/TracingUtils.class",
                "io/opentelemetry/api/trace/Span.class")) {
            assertThat(PowertoolsTelemetry.class.getClassLoader().getResource(type))
                    .as(type)
                    .isNull();
        }
    }
}
