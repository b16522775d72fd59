package io.purchaseorders.stores.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.Fault;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.Rejection.Digests;
import io.purchaseorders.stores.Rejection.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** All of a rejection but its id, its time and its outcome, as compressed JSON: whatever was published, it fits. */
final class RejectionContent {

    private static final JsonMapper JSON = new JsonMapper();

    private RejectionContent() {}

    static byte[] write(Rejection rejection) {
        ObjectNode json = JSON.createObjectNode();
        json.put("type", rejection.type()).put("source", rejection.source());
        rejection.eventId().ifPresent(id -> json.put("eventId", id));
        rejection.orderId().ifPresent(id -> json.put("orderId", id));
        ArrayNode reasons = json.putArray("reasons");
        rejection
                .reasons()
                .forEach(fault -> reasons.addArray().add(fault.pointer()).add(fault.message()));
        rejection
                .digests()
                .ifPresent(digests ->
                        json.putArray("digests").add(digests.stored()).add(digests.received()));
        json.put("detail", rejection.detail());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(JSON.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written", e);
        }
        return bytes.toByteArray();
    }

    static Rejection read(byte[] content, String rejectionId, Instant recordedAt, Outcome outcome) {
        JsonNode json = json(content);
        List<Fault> reasons = new ArrayList<>();
        json.path("reasons")
                .forEach(reason -> reasons.add(
                        new Fault(reason.get(0).asText(), reason.get(1).asText())));
        return new Rejection(
                rejectionId,
                recordedAt,
                outcome,
                json.path("type").asText(),
                json.path("source").asText(),
                Optional.ofNullable(json.path("eventId").textValue()),
                Optional.ofNullable(json.path("orderId").textValue()),
                reasons,
                json.has("digests")
                        ? Optional.of(new Digests(
                                json.path("digests").get(0).asText(),
                                json.path("digests").get(1).asText()))
                        : Optional.empty(),
                json.path("detail").asText());
    }

    private static JsonNode json(byte[] content) {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return JSON.readTree(zip.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("a rejection's content was not written by this system", e);
        }
    }
}
