package io.purchaseorders.local.eventbridge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** EventBridge's PutEvents over AWS JSON 1.1. */
final class PutEventsHandler extends Handler.Abstract {

    private static final String TARGET = "AWSEvents.PutEvents";
    private static final int MAX_ENTRIES = 10;

    /** The service's limit of all entries of a call together. */
    private static final int MAX_BYTES = 262_144;

    /** JSON may write one byte as six characters; whatever is longer cannot be a call within the limit. */
    private static final int MAX_BODY_BYTES = 8 * MAX_BYTES;

    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_BODY_BYTES)
                    .build())
            .build());

    private final Router router;
    private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();

    PutEventsHandler(Router router) {
        this.router = router;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        ObjectNode answer;
        try {
            answer = putEvents(request);
        } catch (ServiceFault fault) {
            response.setStatus(400);
            answer = JSON.createObjectNode().put("__type", fault.type).put("message", fault.getMessage());
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.1");
        response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
        response.write(true, ByteBuffer.wrap(JSON.writeValueAsBytes(answer)), callback);
        return true;
    }

    private ObjectNode putEvents(Request request) throws ServiceFault, IOException, InterruptedException {
        String target = request.getHeaders().get("X-Amz-Target");
        if (!TARGET.equals(target)) {
            throw new ServiceFault(
                    "UnknownOperationException",
                    "This machine's event bus knows only " + TARGET + ", not " + target + ".");
        }
        List<Entry> entries = entries(body(request));
        List<Future<EntryResult>> results = new ArrayList<>();
        router.awaitRoom();
        entries.forEach(entry -> results.add(deliveries.submit(() -> router.route(entry))));
        ObjectNode answer = JSON.createObjectNode();
        var items = answer.putArray("Entries");
        int failed = 0;
        for (Future<EntryResult> result : results) {
            switch (outcome(result)) {
                case EntryResult.Accepted accepted -> items.addObject().put("EventId", accepted.eventId());
                case EntryResult.Refused refused -> {
                    failed++;
                    items.addObject().put("ErrorCode", refused.errorCode()).put("ErrorMessage", refused.errorMessage());
                }
            }
        }
        return answer.put("FailedEntryCount", failed);
    }

    private static EntryResult outcome(Future<EntryResult> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            System.err.println("An event could not be delivered: " + e.getCause());
            return new EntryResult.Refused("InternalFailure", "The event could not be delivered; publish it again.");
        }
    }

    private static JsonNode body(Request request) throws ServiceFault, IOException {
        byte[] bytes = Content.Source.asInputStream(request).readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw tooLarge();
        }
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new ServiceFault("SerializationException", "The request's body is no JSON.");
        }
    }

    private static List<Entry> entries(JsonNode body) throws ServiceFault {
        JsonNode given = body.path("Entries");
        if (!given.isArray() || given.isEmpty() || given.size() > MAX_ENTRIES) {
            throw new ServiceFault(
                    "ValidationException",
                    "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length "
                            + (given.size() > MAX_ENTRIES ? "less than or equal to 10" : "greater than or equal to 1"));
        }
        Instant now = Instant.now();
        List<Entry> entries = new ArrayList<>();
        given.forEach(entry -> entries.add(Entry.read(entry, now)));
        if (entries.stream().mapToInt(Entry::bytes).sum() > MAX_BYTES) {
            throw tooLarge();
        }
        return entries;
    }

    private static ServiceFault tooLarge() {
        return new ServiceFault("ValidationException", "Total size of the entries in the request is over the limit.");
    }

    private static final class ServiceFault extends Exception {
        private final String type;

        ServiceFault(String type, String message) {
            super(message);
            this.type = type;
        }
    }
}
