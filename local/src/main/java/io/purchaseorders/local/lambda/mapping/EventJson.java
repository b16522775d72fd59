package io.purchaseorders.local.lambda.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.purchaseorders.stream.Action;
import io.purchaseorders.stream.StreamRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** Writes records and invocations with the member names and types of the service's event. */
final class EventJson {

    private static final JsonFactory JSON = new JsonFactory();

    private final String streamArn;
    private final String region;

    EventJson(String streamArn, String region) {
        this.streamArn = streamArn;
        this.region = region;
    }

    StreamRecord record(Record record) {
        var change = record.dynamodb();
        String json = write(out -> {
            out.writeStartObject();
            out.writeStringField("eventID", record.eventID());
            out.writeStringField("eventName", record.eventNameAsString());
            out.writeStringField("eventVersion", record.eventVersion());
            out.writeStringField("eventSource", "aws:dynamodb");
            out.writeStringField("awsRegion", region);
            out.writeObjectFieldStart("dynamodb");
            out.writeNumberField(
                    "ApproximateCreationDateTime",
                    change.approximateCreationDateTime().getEpochSecond());
            item(out, "Keys", change.hasKeys(), change.keys());
            item(out, "NewImage", change.hasNewImage(), change.newImage());
            item(out, "OldImage", change.hasOldImage(), change.oldImage());
            out.writeStringField("SequenceNumber", change.sequenceNumber());
            out.writeNumberField("SizeBytes", change.sizeBytes());
            out.writeStringField("StreamViewType", change.streamViewTypeAsString());
            out.writeEndObject();
            if (record.userIdentity() != null) { // Tells a deletion by time-to-live from one by a person.
                out.writeObjectFieldStart("userIdentity");
                out.writeStringField("principalId", record.userIdentity().principalId());
                out.writeStringField("type", record.userIdentity().type());
                out.writeEndObject();
            }
            out.writeStringField("eventSourceARN", streamArn);
            out.writeEndObject();
        });
        return new StreamRecord(change.sequenceNumber(), change.approximateCreationDateTime(), json);
    }

    String event(String shardId, Action.Invoke invoke) {
        return write(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("Records");
            for (StreamRecord record : invoke.records()) {
                out.writeRawValue(record.json());
            }
            out.writeEndArray();
            if (invoke.window().isPresent()) {
                out.writeObjectFieldStart("window");
                out.writeStringField("start", time(invoke.window().get().start()));
                out.writeStringField("end", time(invoke.window().get().end()));
                out.writeEndObject();
                out.writeObjectFieldStart("state");
                for (var member : invoke.state().entrySet()) {
                    out.writeStringField(member.getKey(), member.getValue());
                }
                out.writeEndObject();
                out.writeStringField("shardId", shardId);
                out.writeStringField("eventSourceARN", streamArn);
                out.writeBooleanField("isFinalInvokeForWindow", invoke.isFinal());
                out.writeBooleanField("isWindowTerminatedEarly", invoke.terminatedEarly());
            }
            out.writeEndObject();
        });
    }

    private static String time(Instant instant) {
        return instant.toString(); // Whole seconds, hence 2026-11-23T10:00:00Z.
    }

    private static void item(JsonGenerator out, String name, boolean present, Map<String, AttributeValue> item)
            throws IOException {
        if (present) {
            out.writeFieldName(name);
            members(out, item);
        }
    }

    private static void members(JsonGenerator out, Map<String, AttributeValue> members) throws IOException {
        out.writeStartObject();
        for (var member : members.entrySet()) {
            out.writeFieldName(member.getKey());
            value(out, member.getValue());
        }
        out.writeEndObject();
    }

    private static void value(JsonGenerator out, AttributeValue value) throws IOException {
        out.writeStartObject();
        out.writeFieldName(
                value.type().name().equals("NUL") ? "NULL" : value.type().name());
        switch (value.type()) {
            case S -> out.writeString(value.s());
            case N -> out.writeString(value.n());
            case B -> out.writeBinary(value.b().asByteArrayUnsafe());
            case BOOL -> out.writeBoolean(value.bool());
            case NUL -> out.writeBoolean(true);
            case SS -> texts(out, value.ss());
            case NS -> texts(out, value.ns());
            case BS -> {
                out.writeStartArray();
                for (var bytes : value.bs()) {
                    out.writeBinary(bytes.asByteArrayUnsafe());
                }
                out.writeEndArray();
            }
            case L -> {
                out.writeStartArray();
                for (AttributeValue element : value.l()) {
                    value(out, element);
                }
                out.writeEndArray();
            }
            case M -> members(out, value.m());
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("An attribute without a type");
        }
        out.writeEndObject();
    }

    private static void texts(JsonGenerator out, List<String> texts) throws IOException {
        out.writeStartArray();
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    private static String write(Body body) {
        Writer text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
