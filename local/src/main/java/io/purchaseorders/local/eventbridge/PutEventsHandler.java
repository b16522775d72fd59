package io.purchaseorders.local.eventbridge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** EventBridge's PutEvents over AWS JSON 1.1. */
final class PutEventsHandler extends Handler.Abstract {

    private static final String TARGET = "AWSEvents.PutEvents";
    private static final int MAX_ENTRIES = 10;

    /** The service's limit of all entries of a call together, and so of one. */
    static final int MAX_BYTES = 1_048_576;

    /** JSON may write one byte as six characters; whatever is longer cannot be a call within the limit. */
    private static final int MAX_BODY_BYTES = 8 * MAX_BYTES;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_BODY_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Router router;

    PutEventsHandler(Router router) {
        this.router = router;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        ObjectNode answer;
        try {
            answer = putEvents(request);
        } catch (ServiceFault fault) {
            answer = refusal(response, HttpStatus.BAD_REQUEST_400, fault.type(), String.valueOf(fault.getMessage()));
        } catch (IOException | RuntimeException failure) {
            System.err.println("PutEvents failed: " + failure);
            answer = refusal(
                    response, HttpStatus.INTERNAL_SERVER_ERROR_500, "InternalException", "The call failed; repeat it.");
        }
        write(response, answer, callback);
        return true;
    }

    /** Answers what the server itself has refused. */
    static void refuse(Request request, Response response, int code, Callback callback) {
        boolean isOurs = code >= HttpStatus.INTERNAL_SERVER_ERROR_500;
        ObjectNode answer = refusal(
                response,
                code,
                isOurs ? "InternalException" : "SerializationException",
                isOurs ? "The call failed; repeat it." : "The request is malformed or too large.");
        write(response, answer, callback);
    }

    private static ObjectNode refusal(Response response, int status, String type, String message) {
        response.setStatus(status);
        return JSON.createObjectNode().put("__type", type).put("message", message);
    }

    private static void write(Response response, ObjectNode answer, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.1");
        response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
        response.write(
                true, ByteBuffer.wrap(answer.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)), callback);
    }

    private ObjectNode putEvents(Request request) throws ServiceFault, IOException {
        String target = request.getHeaders().get("X-Amz-Target");
        if (!TARGET.equals(target)) {
            throw new ServiceFault(
                    "UnknownOperationException",
                    "This machine's event bus knows only " + TARGET + ", not " + target + ".");
        }
        ObjectNode answer = JSON.createObjectNode();
        var items = answer.putArray("Entries");
        int failed = 0;
        for (EntryResult result : router.route(entries(body(request)))) {
            switch (result) {
                case EntryResult.Accepted accepted -> items.addObject().put("EventId", accepted.eventId());
                case EntryResult.Refused refused -> {
                    failed++;
                    items.addObject().put("ErrorCode", refused.errorCode()).put("ErrorMessage", refused.errorMessage());
                }
            }
        }
        return answer.put("FailedEntryCount", failed);
    }

    private static JsonNode body(Request request) throws ServiceFault, IOException {
        byte[] bytes = Content.Source.asInputStream(request).readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw tooLarge();
        }
        try {
            JsonNode body = JSON.readTree(bytes);
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException | NumberFormatException e) {
            throw ServiceFault.serialization("The request's body is no JSON, or holds what cannot be read.");
        }
        throw ServiceFault.serialization("The request's body must be an object.");
    }

    private static List<Entry> entries(JsonNode body) throws ServiceFault {
        JsonNode given = body.path("Entries");
        if (!given.isArray() && !given.isMissingNode() && !given.isNull()) {
            throw ServiceFault.serialization("Entries must be a list");
        }
        if (given.isEmpty() || given.size() > MAX_ENTRIES) {
            throw new ServiceFault(
                    "ValidationException",
                    "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length "
                            + (given.size() > MAX_ENTRIES ? "less than or equal to 10" : "greater than or equal to 1"));
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : given) {
            entries.add(Entry.read(entry));
        }
        if (entries.stream().mapToLong(Entry::bytes).sum() > MAX_BYTES) {
            throw tooLarge();
        }
        return entries;
    }

    private static ServiceFault tooLarge() {
        return new ServiceFault("ValidationException", "Total size of the entries in the request is over the limit.");
    }
}
