package io.purchaseorders.local.sqs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Batches of messages with the member names and types of Lambda's event for a queue. */
public final class QueueEvents {

    private static final JsonFactory JSON = new JsonFactory();

    private QueueEvents() {}

    /** A batch of messages that came just now, for whoever invokes a function without a queue. */
    public static byte[] of(List<String> bodies) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            messages.add(new Message(i, Instant.now(), 1, bodies.get(i)));
        }
        return json(messages, "arn:aws:sqs:us-east-1:000000000000:queue", "us-east-1");
    }

    static byte[] json(List<Message> messages, String queueArn, String region) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeArrayFieldStart("Records");
            for (Message message : messages) {
                out.writeStartObject();
                out.writeStringField("messageId", message.messageId());
                out.writeStringField("receiptHandle", message.messageId() + "-" + message.receiveCount());
                out.writeStringField("body", message.body());
                out.writeObjectFieldStart("attributes");
                out.writeStringField("ApproximateReceiveCount", Integer.toString(message.receiveCount()));
                out.writeStringField(
                        "SentTimestamp", Long.toString(message.sentAt().toEpochMilli()));
                out.writeEndObject();
                out.writeObjectFieldStart("messageAttributes");
                out.writeEndObject();
                out.writeStringField("eventSource", "aws:sqs");
                out.writeStringField("eventSourceARN", queueArn);
                out.writeStringField("awsRegion", region);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every write", e);
        }
        return bytes.toByteArray();
    }
}
