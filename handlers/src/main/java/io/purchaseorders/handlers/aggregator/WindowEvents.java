package io.purchaseorders.handlers.aggregator;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.TimeWindow;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.purchaseorders.handlers.payload.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Batches of a stream's tumbling window as Lambda hands them over, as far as they matter here, read token by token into the
 * objects that the runtime's own deserializer makes: its 800 classes would have to be loaded before the first batch.
 */
final class WindowEvents {

    private static final JsonFactory JSON = new JsonFactory();

    private interface Value<T> {
        T read(JsonParser parser) throws IOException;
    }

    private interface Member {
        void read(String name, JsonParser parser) throws IOException;
    }

    private WindowEvents() {}

    /** @throws IOException where the payload is no JSON object */
    static DynamodbTimeWindowEvent read(InputStream payload) throws IOException {
        DynamodbTimeWindowEvent event = new DynamodbTimeWindowEvent();
        try (JsonParser parser = JSON.createParser(Payload.text(payload))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the payload is no batch of a stream");
            }
            members(parser, (name, at) -> {
                switch (name) {
                    case "Records" -> event.setRecords(list(at, WindowEvents::record));
                    case "window" -> event.setWindow(window(at));
                    case "state" -> event.setState(map(at, JsonParser::getValueAsString));
                    case "shardId" -> event.setShardId(at.getValueAsString());
                    case "eventSourceARN" -> event.setEventSourceArn(at.getValueAsString());
                    case "isFinalInvokeForWindow" -> event.setIsFinalInvokeForWindow(at.getValueAsBoolean());
                    case "isWindowTerminatedEarly" -> event.setIsWindowTerminatedEarly(at.getValueAsBoolean());
                    default -> at.skipChildren();
                }
            });
        }
        return event;
    }

    private static TimeWindow window(JsonParser parser) throws IOException {
        TimeWindow window = new TimeWindow();
        members(parser, (name, at) -> {
            switch (name) {
                case "start" -> window.setStart(at.getValueAsString());
                case "end" -> window.setEnd(at.getValueAsString());
                default -> at.skipChildren();
            }
        });
        return window;
    }

    private static DynamodbStreamRecord record(JsonParser parser) throws IOException {
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        members(parser, (name, at) -> {
            switch (name) {
                case "eventID" -> record.setEventID(at.getValueAsString());
                case "eventName" -> record.setEventName(at.getValueAsString());
                case "eventVersion" -> record.setEventVersion(at.getValueAsString());
                case "eventSource" -> record.setEventSource(at.getValueAsString());
                case "eventSourceARN" -> record.setEventSourceARN(at.getValueAsString());
                case "awsRegion" -> record.setAwsRegion(at.getValueAsString());
                case "dynamodb" -> record.setDynamodb(change(at));
                case "userIdentity" -> record.setUserIdentity(identity(at));
                default -> at.skipChildren();
            }
        });
        return record;
    }

    private static @Nullable Identity identity(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return null;
        }
        Identity identity = new Identity();
        members(parser, (name, at) -> {
            switch (name) {
                case "principalId" -> identity.setPrincipalId(at.getValueAsString());
                case "type" -> identity.setType(at.getValueAsString());
                default -> at.skipChildren();
            }
        });
        return identity;
    }

    private static StreamRecord change(JsonParser parser) throws IOException {
        StreamRecord change = new StreamRecord();
        members(parser, (name, at) -> {
            switch (name) {
                case "Keys" -> change.setKeys(map(at, WindowEvents::attribute));
                case "NewImage" -> change.setNewImage(map(at, WindowEvents::attribute));
                case "OldImage" -> change.setOldImage(map(at, WindowEvents::attribute));
                case "SequenceNumber" -> change.setSequenceNumber(at.getValueAsString());
                case "SizeBytes" -> change.setSizeBytes(at.getLongValue());
                default -> at.skipChildren();
            }
        });
        return change;
    }

    private static AttributeValue attribute(JsonParser parser) throws IOException {
        AttributeValue attribute = new AttributeValue();
        members(parser, (name, at) -> {
            switch (name) {
                case "S" -> attribute.setS(at.getValueAsString());
                case "N" -> attribute.setN(at.getValueAsString());
                case "B" -> attribute.setB(bytes(at));
                case "BOOL" -> attribute.setBOOL(at.getValueAsBoolean());
                case "NULL" -> attribute.setNULL(at.getValueAsBoolean());
                case "SS" -> attribute.setSS(list(at, JsonParser::getValueAsString));
                case "NS" -> attribute.setNS(list(at, JsonParser::getValueAsString));
                case "BS" -> attribute.setBS(list(at, WindowEvents::bytes));
                case "L" -> attribute.setL(list(at, WindowEvents::attribute));
                case "M" -> attribute.setM(map(at, WindowEvents::attribute));
                default -> at.skipChildren();
            }
        });
        return attribute;
    }

    private static ByteBuffer bytes(JsonParser parser) throws IOException {
        return ByteBuffer.wrap(parser.getBinaryValue());
    }

    private static void members(JsonParser parser, Member member) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("an object was expected instead of " + parser.currentToken());
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            member.read(name, parser);
        }
    }

    /** Nothing where there is none, as the service writes it for images that a view leaves out. */
    private static <T> @Nullable Map<String, T> map(JsonParser parser, Value<T> value) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        Map<String, T> map = new LinkedHashMap<>();
        members(parser, (name, at) -> map.put(name, value.read(at)));
        return map;
    }

    private static <T> List<T> list(JsonParser parser, Value<T> value) throws IOException {
        List<T> list = new ArrayList<>();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value.read(parser));
            }
        }
        return list;
    }

    /** No record is ever given back alone. */
    static void write(TimeWindowEventResponse response, OutputStream output) throws IOException {
        if (!response.getBatchItemFailures().isEmpty()) {
            throw new IllegalArgumentException("a batch fails whole");
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeObjectFieldStart("state");
            for (Map.Entry<String, String> counter : response.getState().entrySet()) {
                out.writeStringField(counter.getKey(), counter.getValue());
            }
            out.writeEndObject();
            out.writeArrayFieldStart("batchItemFailures");
            out.writeEndArray();
            out.writeEndObject();
        }
        output.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
