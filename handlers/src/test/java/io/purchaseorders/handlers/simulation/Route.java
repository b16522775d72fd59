package io.purchaseorders.handlers.simulation;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The way of an event to the function and of its response back. */
@NullMarked
enum Route {
    /** As objects: for schedules by the million. */
    DIRECT {
        @Override
        TimeWindowEventResponse call(
                DynamodbTimeWindowEvent event, Function<DynamodbTimeWindowEvent, TimeWindowEventResponse> function) {
            return function.apply(event);
        }
    },

    /** As JSON, through the library that the managed runtime reads events and writes responses with. */
    AS_THE_RUNTIME_DOES {
        @Override
        TimeWindowEventResponse call(
                DynamodbTimeWindowEvent event, Function<DynamodbTimeWindowEvent, TimeWindowEventResponse> function) {
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            RESPONSES.toJson(function.apply(EVENTS.fromJson(json(event))), response);
            try {
                JsonNode answer = JSON.readTree(response.toByteArray());
                List<TimeWindowEventResponse.BatchItemFailure> failures = new ArrayList<>();
                answer.path("batchItemFailures")
                        .forEach(failure -> failures.add(new TimeWindowEventResponse.BatchItemFailure(
                                failure.path("itemIdentifier").asText())));
                return new TimeWindowEventResponse(JSON.convertValue(answer.path("state"), STATE), failures);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private static final JsonMapper JSON = new JsonMapper();

    private static final com.fasterxml.jackson.core.type.TypeReference<Map<String, String>> STATE =
            new com.fasterxml.jackson.core.type.TypeReference<>() {};

    private static final PojoSerializer<DynamodbTimeWindowEvent> EVENTS =
            LambdaEventSerializers.serializerFor(DynamodbTimeWindowEvent.class, Route.class.getClassLoader());

    private static final PojoSerializer<TimeWindowEventResponse> RESPONSES =
            JacksonFactory.getInstance().getSerializer(TimeWindowEventResponse.class);

    abstract TimeWindowEventResponse call(
            DynamodbTimeWindowEvent event, Function<DynamodbTimeWindowEvent, TimeWindowEventResponse> function);

    private static String json(DynamodbTimeWindowEvent event) {
        ObjectNode json = JSON.createObjectNode();
        event.getRecords().forEach(record -> json.withArray("Records").add(json(record)));
        json.withArray("Records");
        if (event.getWindow() != null) {
            json.putObject("window")
                    .put("start", event.getWindow().getStart())
                    .put("end", event.getWindow().getEnd());
        }
        ObjectNode state = json.putObject("state");
        event.getState().forEach(state::put);
        return json.put("shardId", event.getShardId())
                .put("eventSourceARN", event.getEventSourceArn())
                .put("isFinalInvokeForWindow", event.getIsFinalInvokeForWindow())
                .put("isWindowTerminatedEarly", event.getIsWindowTerminatedEarly())
                .toString();
    }

    private static ObjectNode json(DynamodbStreamRecord record) {
        ObjectNode json = JSON.createObjectNode()
                .put("eventName", record.getEventName())
                .put("eventSource", record.getEventSource())
                .put("eventSourceARN", record.getEventSourceARN());
        var change = record.getDynamodb();
        ObjectNode dynamodb = json.putObject("dynamodb").put("SequenceNumber", change.getSequenceNumber());
        image(dynamodb, "Keys", change.getKeys());
        image(dynamodb, "NewImage", change.getNewImage());
        image(dynamodb, "OldImage", change.getOldImage());
        dynamodb.put("StreamViewType", change.getStreamViewType());
        return json;
    }

    private static void image(ObjectNode in, String name, @Nullable Map<String, AttributeValue> image) {
        if (image != null) {
            ObjectNode attributes = in.putObject(name);
            image.forEach((attribute, value) -> attributes.putObject(attribute).put("S", value.getS()));
        }
    }
}
