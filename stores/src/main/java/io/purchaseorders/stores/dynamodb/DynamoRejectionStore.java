package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.CONTENT;
import static io.purchaseorders.stores.dynamodb.StoredNames.FIRST_PERIOD;
import static io.purchaseorders.stores.dynamodb.StoredNames.OUTCOME;
import static io.purchaseorders.stores.dynamodb.StoredNames.PERIOD;
import static io.purchaseorders.stores.dynamodb.StoredNames.RECORDED_AT;
import static io.purchaseorders.stores.dynamodb.StoredNames.REJECTION;
import static io.purchaseorders.stores.dynamodb.StoredNames.REJECTIONS;
import static io.purchaseorders.stores.dynamodb.StoredNames.SOURCE;
import static io.purchaseorders.stores.dynamodb.StoredNames.TYPE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.events.Fault;
import io.purchaseorders.events.Instants;
import io.purchaseorders.events.Names;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.Rejection.Digests;
import io.purchaseorders.stores.Rejection.Outcome;
import io.purchaseorders.stores.RejectionStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Rejections in the aggregations table: a row that says when this content was first refused, and then the list row,
 * whose key follows from it. A crash between the two is mended by the retry, which finds the first and writes the second.
 */
public final class DynamoRejectionStore implements RejectionStore {

    private static final String EARLIEST = "0";
    private static final String LATEST = "~";

    private final KeyedTable table;

    public DynamoRejectionStore(Tables tables) {
        this.table = tables.aggregationsTable();
    }

    @Override
    public void add(Rejection rejection) {
        String listed = firstRecorded(rejection) + "#" + rejection.rejectionId();
        Map<String, AttributeValue> item = new HashMap<>(table.key(REJECTIONS, listed));
        item.put(OUTCOME, Attributes.text(rejection.outcome().name()));
        item.put(TYPE, Attributes.text(rejection.type()));
        item.put(SOURCE, Attributes.text(rejection.source()));
        item.put(CONTENT, AttributeValue.fromB(SdkBytes.fromByteArray(content(rejection))));
        table.put(item);
        // Written last, and by every retry again, so that a crash before it is mended too.
        event(rejection).ifPresent(event -> table.put(table.key(event, REJECTION + listed)));
    }

    /** The partition of the event that a rejection is about, where it has ids that can be asked for. */
    private static Optional<String> event(Rejection rejection) {
        Optional<String> eventId = rejection.eventId().filter(Names::isId);
        return rejection
                .orderId()
                .filter(Names::isId)
                .flatMap(orderId -> eventId.map(id -> DynamoDuplicateStore.partition(orderId, id)));
    }

    @Override
    public List<Rejection> of(String orderId, String eventId, int most) {
        return table.items(table.query(
                                DynamoDuplicateStore.partition(orderId, eventId),
                                "begins_with(" + PERIOD + ", :rejection)",
                                Map.of(":rejection", Attributes.text(REJECTION)))
                        .scanIndexForward(false)
                        .limit(most))
                .limit(most)
                .map(item -> Attributes.text(item, PERIOD).substring(REJECTION.length()))
                .flatMap(listed -> table.item(REJECTIONS, listed).stream())
                .map(DynamoRejectionStore::rejection)
                .toList();
    }

    private String firstRecorded(Rejection rejection) {
        String recordedAt = Instants.fixedWidth(rejection.recordedAt());
        Map<String, AttributeValue> item = new HashMap<>(table.key(REJECTION + rejection.rejectionId(), FIRST_PERIOD));
        item.put(RECORDED_AT, Attributes.text(recordedAt));
        return table.insert(item)
                .map(refusedBefore -> Attributes.text(refusedBefore, RECORDED_AT))
                .orElse(recordedAt);
    }

    @Override
    public Stream<Rejection> newestFirst(Optional<Instant> from, Optional<Instant> to, Optional<Position> after) {
        QueryRequest.Builder query = table.query(
                        REJECTIONS,
                        PERIOD + " BETWEEN :from AND :to",
                        Map.of(
                                ":from",
                                Attributes.text(from.map(Instants::fixedWidth).orElse(EARLIEST)),
                                ":to",
                                Attributes.text(to.map(Instants::fixedWidth).orElse("") + LATEST)))
                .scanIndexForward(false);
        after.ifPresent(seen -> query.exclusiveStartKey(
                table.key(REJECTIONS, Instants.fixedWidth(seen.recordedAt()) + "#" + seen.rejectionId())));
        return table.items(query).map(DynamoRejectionStore::rejection);
    }

    private static byte[] content(Rejection rejection) {
        ObjectNode json = DetailJson.MAPPER.createObjectNode();
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
            zip.write(DetailJson.MAPPER.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written", e);
        }
        return bytes.toByteArray();
    }

    private static Rejection rejection(Map<String, AttributeValue> item) {
        String[] key = Attributes.text(item, PERIOD).split("#", 2);
        JsonNode json = content(Attributes.of(item, CONTENT).b().asByteArray());
        List<Fault> reasons = new ArrayList<>();
        json.path("reasons")
                .forEach(reason -> reasons.add(
                        new Fault(reason.get(0).asText(), reason.get(1).asText())));
        return new Rejection(
                key[1],
                Instant.parse(key[0]),
                Outcome.valueOf(Attributes.text(item, OUTCOME)),
                Attributes.text(item, TYPE),
                Attributes.text(item, SOURCE),
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

    private static JsonNode content(byte[] compressed) {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return DetailJson.MAPPER.readTree(zip.readAllBytes());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a rejection's content is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a rejection's content is not compressed", e);
        }
    }
}
