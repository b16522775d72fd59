package io.purchaseorders.handlers.processor;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Batches of a queue, whose messages are named {@code m-0}, {@code m-1} and so on. */
@NullMarked
public final class Batches {

    private Batches() {}

    public static SQSEvent of(String... bodies) {
        List<SQSMessage> messages = new ArrayList<>();
        for (String body : bodies) {
            SQSMessage message = new SQSMessage();
            message.setMessageId("m-" + messages.size());
            message.setBody(body);
            messages.add(message);
        }
        SQSEvent batch = new SQSEvent();
        batch.setRecords(messages);
        return batch;
    }
}
