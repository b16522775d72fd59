package io.purchaseorders.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.aggregator.Aggregators;
import io.purchaseorders.handlers.api.ApiFixture;
import io.purchaseorders.handlers.simulation.Ports;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.LocalTables;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as gateways and streams may write them, through the runtime's own serialization into the functions. */
@NullMarked
class RuntimeEventsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final ExecutorService WRITERS = Executors.newSingleThreadExecutor();
    private static final RecordedEvent EVENT =
            new RandomHistories(11).recorded(1, 1).getFirst();

    private static final String AUDITOR =
            "'requestContext':{'requestId':'r','authorizer':{'claims':{'token_use':'access','scope':'orders/audit'}}}";

    private final Ports ports = Ports.inMemory();

    private static <I, O> JsonNode call(String event, Class<I> in, Class<O> out, Function<I, O> function) {
        PojoSerializer<I> events = LambdaEventSerializers.serializerFor(in, RuntimeEventsTest.class.getClassLoader());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        JacksonFactory.getInstance()
                .getSerializer(out)
                .toJson(function.apply(events.fromJson(event.replace('\'', '"'))), answer);
        try {
            return JSON.readTree(answer.toString(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode ask(String event) {
        return call(
                event,
                APIGatewayProxyRequestEvent.class,
                APIGatewayProxyResponseEvent.class,
                request -> new ApiFixture().api.handleRequest(request, NoContext.INSTANCE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'httpMethod':'GET','path':'/openapi.json'}",
                "{'resource':null,'httpMethod':'GET','path':'/openapi.json','headers':null,'multiValueHeaders':null,"
                        + "'queryStringParameters':null,'multiValueQueryStringParameters':null,'pathParameters':null,"
                        + "'stageVariables':null,'requestContext':null,'body':null,'isBase64Encoded':false}",
                "{'httpMethod':'get','path':'/openapi.json','requestContext':{'authorizer':null,'identity':null}}",
                "{'httpMethod':'GET','path':'/openapi.json','body':'e30=','isBase64Encoded':true,'somethingNew':{'a':[1]}}",
            })
    void the_api_answers_whatever_members_are_missing_null_or_unknown(String event) {
        JsonNode answer = ask(event);
        assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.path("body").asText()).contains("\"openapi\"");
        assertThat(answer.path("isBase64Encoded").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'httpMethod':null,'path':null}", "{'httpMethod':'GET','path':''}"})
    void a_request_without_a_path_finds_no_route(String event) {
        assertThat(ask(event).path("statusCode").asInt()).isEqualTo(404);
    }

    @Test
    void a_repeated_parameter_is_seen_with_all_of_its_values() {
        String route = "'httpMethod':'GET','path':'/rejections'," + AUDITOR;
        JsonNode repeated = ask("{" + route + ",'queryStringParameters':{'limit':'2'},"
                + "'multiValueQueryStringParameters':{'limit':['1','2']}}");
        assertThat(repeated.path("statusCode").asInt()).as(repeated.toString()).isEqualTo(400);
        assertThat(repeated.path("body").asText()).contains("limit");

        JsonNode single = ask("{" + route + ",'queryStringParameters':{'limit':'2'}}");
        assertThat(single.path("statusCode").asInt()).as(single.toString()).isEqualTo(200);
    }

    @Test
    void claims_that_are_no_claims_open_nothing() {
        for (String authorizer :
                List.of("null", "{}", "{'claims':null}", "{'claims':'orders/audit'}", "{'claims':{}}")) {
            JsonNode answer =
                    ask("{'httpMethod':'GET','path':'/rejections','requestContext':{'authorizer':" + authorizer + "}}");
            assertThat(answer.path("statusCode").asInt()).as(authorizer).isEqualTo(401);
        }
    }

    private JsonNode aggregate(String event) {
        return call(
                event,
                DynamodbTimeWindowEvent.class,
                TimeWindowEventResponse.class,
                batch -> Aggregators.on(ports, () -> Map.of("shard", Optional.empty()), ZoneOffset.UTC, WRITERS)
                        .handleRequest(batch, NoContext.INSTANCE));
    }

    private static String insert(String sequenceNumber, String image) {
        Map<String, String> item = EventItem.write(EVENT, LocalTables.CODES);
        return "{'eventName':'INSERT','eventSourceARN':'arn','userIdentity':null,'dynamodb':{'SequenceNumber':'"
                + sequenceNumber + "','ApproximateCreationDateTime':"
                + EVENT.recordedAt().getEpochSecond() + ".0,'SizeBytes':1,"
                + "'Keys':{'orderId':{'S':'" + item.get("orderId") + "'},'timestamp':{'S':'" + item.get("timestamp")
                + "'}}" + image + "}}";
    }

    private static String image(String more) {
        StringBuilder image = new StringBuilder(",'NewImage':{" + more);
        EventItem.write(EVENT, LocalTables.CODES).forEach((name, value) -> {
            if (image.charAt(image.length() - 1) != '{') {
                image.append(',');
            }
            try {
                image.append("'" + name + "':{'S':" + JSON.writeValueAsString(value) + "}");
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        });
        return image + "}";
    }

    @Test
    void an_empty_window_ends_without_records_and_without_a_state() {
        for (String records : List.of("", "'Records':null,", "'Records':[],")) {
            for (String state : List.of("", "'state':null,", "'state':{},")) {
                JsonNode answer = aggregate("{" + records + state + "'shardId':'shard','isFinalInvokeForWindow':true,"
                        + "'window':{'start':'2026-11-23T10:00:00Z','end':'2026-11-23T10:01:00Z'}}");
                assertThat(answer.path("state").path("delivered").asText()).isEqualTo("0");
                assertThat(answer.path("batchItemFailures")).isEmpty();
            }
        }
    }

    @Test
    void a_batch_outside_of_any_window_is_applied() {
        ports.events().append(EVENT);
        aggregate("{'shardId':'shard','Records':[" + insert("1", image("")) + "]}");
        assertThat(ports.shards().recordCounts()).isEqualTo(RecordCounts.APPLIED);
    }

    @Test
    void attributes_of_types_that_this_system_never_writes_are_read_and_make_no_event() {
        ports.events().append(EVENT);
        JsonNode answer = aggregate("{'shardId':'shard','Records':["
                + insert(
                        "1",
                        image("'b':{'B':'AAE='},'n':{'N':'1'},'l':{'L':[{'S':'a'}]},'m':{'M':{'a':{'BOOL':true}}},"
                                + "'ss':{'SS':['a']},'ns':{'NS':['1']},'bs':{'BS':['AAE=']},'nil':{'NULL':true}"))
                + "]}");
        assertThat(answer.path("state").path("completed").asText()).isEqualTo("1");
        assertThat(ports.shards().recordCounts()).isEqualTo(RecordCounts.QUARANTINED);
    }

    @Test
    void a_record_that_is_no_event_is_quarantined_and_does_not_stop_the_shard() {
        List<String> images = List.of("", ",'NewImage':null", ",'NewImage':{}", ",'NewImage':{'detail':{'N':'1'}}");
        for (String image : images) {
            Ports fresh = Ports.inMemory();
            JsonNode answer = call(
                    "{'shardId':'shard','Records':[" + insert("1", image) + "]}",
                    DynamodbTimeWindowEvent.class,
                    TimeWindowEventResponse.class,
                    batch -> Aggregators.on(fresh, () -> Map.of("shard", Optional.empty()), ZoneOffset.UTC, WRITERS)
                            .handleRequest(batch, NoContext.INSTANCE));
            assertThat(answer.path("batchItemFailures")).as(image).isEmpty();
            assertThat(fresh.quarantine().events())
                    .as(image)
                    .extracting(QuarantinedEvent::reason)
                    .singleElement()
                    .asString()
                    .isEqualTo("forged: it has no authentication code");
        }
    }
}
