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

    // Once, and not where they are used: each place would make a class of its own.
    private static final Value<String> TEXT = JsonParser::getValueAsString;
    private static final Value<AttributeValue> ATTRIBUTE = WindowEvents::attribute;

    private WindowEvents() {}

    /** @throws IOException where the payload is no JSON object */
    static DynamodbTimeWindowEvent read(InputStream payload) throws IOException {
        DynamodbTimeWindowEvent event = new DynamodbTimeWindowEvent();
        try (JsonParser parser = JSON.createParser(Payload.text(payload))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the payload is no batch of a stream");
            }
            for (String name = member(parser); name != null; name = member(parser)) {
                switch (name) {
                    case "Records" -> event.setRecords(list(parser, WindowEvents::record));
                    case "window" -> event.setWindow(window(parser));
                    case "state" -> event.setState(map(parser, TEXT));
                    case "shardId" -> event.setShardId(parser.getValueAsString());
                    case "eventSourceARN" -> event.setEventSourceArn(parser.getValueAsString());
                    case "isFinalInvokeForWindow" -> event.setIsFinalInvokeForWindow(parser.getValueAsBoolean());
                    case "isWindowTerminatedEarly" -> event.setIsWindowTerminatedEarly(parser.getValueAsBoolean());
                    default -> parser.skipChildren();
                }
            }
        }
        return event;
    }

    private static TimeWindow window(JsonParser parser) throws IOException {
        TimeWindow window = new TimeWindow();
        object(parser);
        for (String name = member(parser); name != null; name = member(parser)) {
            switch (name) {
                case "start" -> window.setStart(parser.getValueAsString());
                case "end" -> window.setEnd(parser.getValueAsString());
                default -> parser.skipChildren();
            }
        }
        return window;
    }

    private static DynamodbStreamRecord record(JsonParser parser) throws IOException {
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        object(parser);
        for (String name = member(parser); name != null; name = member(parser)) {
            switch (name) {
                case "eventID" -> record.setEventID(parser.getValueAsString());
                case "eventName" -> record.setEventName(parser.getValueAsString());
                case "eventVersion" -> record.setEventVersion(parser.getValueAsString());
                case "eventSource" -> record.setEventSource(parser.getValueAsString());
                case "eventSourceARN" -> record.setEventSourceARN(parser.getValueAsString());
                case "awsRegion" -> record.setAwsRegion(parser.getValueAsString());
                case "dynamodb" -> record.setDynamodb(change(parser));
                case "userIdentity" -> record.setUserIdentity(identity(parser));
                default -> parser.skipChildren();
            }
        }
        return record;
    }

    private static @Nullable Identity identity(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return null;
        }
        Identity identity = new Identity();
        object(parser);
        for (String name = member(parser); name != null; name = member(parser)) {
            switch (name) {
                case "principalId" -> identity.setPrincipalId(parser.getValueAsString());
                case "type" -> identity.setType(parser.getValueAsString());
                default -> parser.skipChildren();
            }
        }
        return identity;
    }

    private static StreamRecord change(JsonParser parser) throws IOException {
        StreamRecord change = new StreamRecord();
        object(parser);
        for (String name = member(parser); name != null; name = member(parser)) {
            switch (name) {
                case "Keys" -> change.setKeys(map(parser, ATTRIBUTE));
                case "NewImage" -> change.setNewImage(map(parser, ATTRIBUTE));
                case "OldImage" -> change.setOldImage(map(parser, ATTRIBUTE));
                case "SequenceNumber" -> change.setSequenceNumber(parser.getValueAsString());
                case "SizeBytes" -> change.setSizeBytes(parser.getLongValue());
                default -> parser.skipChildren();
            }
        }
        return change;
    }

    private static AttributeValue attribute(JsonParser parser) throws IOException {
        AttributeValue attribute = new AttributeValue();
        object(parser);
        for (String name = member(parser); name != null; name = member(parser)) {
            switch (name) {
                case "S" -> attribute.setS(parser.getValueAsString());
                case "N" -> attribute.setN(parser.getValueAsString());
                case "B" -> attribute.setB(bytes(parser));
                case "BOOL" -> attribute.setBOOL(parser.getValueAsBoolean());
                case "NULL" -> attribute.setNULL(parser.getValueAsBoolean());
                case "SS" -> attribute.setSS(list(parser, TEXT));
                case "NS" -> attribute.setNS(list(parser, TEXT));
                case "BS" -> attribute.setBS(list(parser, WindowEvents::bytes));
                case "L" -> attribute.setL(list(parser, ATTRIBUTE));
                case "M" -> attribute.setM(map(parser, ATTRIBUTE));
                default -> parser.skipChildren();
            }
        }
        return attribute;
    }

    private static ByteBuffer bytes(JsonParser parser) throws IOException {
        return ByteBuffer.wrap(parser.getBinaryValue());
    }

    private static void object(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("an object was expected instead of " + parser.currentToken());
        }
    }

    /** The name of the next member, at whose value the parser is then; nothing at the end of the object. */
    private static @Nullable String member(JsonParser parser) throws IOException {
        String name = parser.nextFieldName();
        if (name != null) {
            parser.nextToken();
        }
        return name;
    }

    /** Nothing where there is none, as the service writes it for images that a view leaves out. */
    private static <T> @Nullable Map<String, T> map(JsonParser parser, Value<T> value) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        Map<String, T> map = new LinkedHashMap<>();
        object(parser);
        for (String name = member(parser); name != null; name = member(parser)) {
            map.put(name, value.read(parser));
        }
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
