package io.purchaseorders.stores.dynamodb;

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
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Rejections in the aggregations table: a row that says when this content was first refused, and behind it the list row,
 * whose key follows from it. A crash between the two is mended by the retry, which finds the first and writes the second.
 */
public final class DynamoRejectionStore implements RejectionStore {

    private static final String LIST = "REJECTIONS";
    private static final String FIRST_SEEN = "REJECTION#";
    private static final String FIRST_SEEN_PERIOD = "FIRST";
    private static final String RECORDED_AT = "recordedAt";

    /** In an event's own partition: where in the list a rejection of it stands. */
    private static final String MENTION = "REJECTION#";

    /** Compressed, because an event of the largest size and its reasons together may exceed an item's 400 KB. */
    private static final String CONTENT = "content";

    private static final String EARLIEST = "0";
    private static final String LATEST = "~";

    private final Tables tables;

    public DynamoRejectionStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public void add(Rejection rejection) {
        String recordedAt = firstRecorded(rejection);
        Map<String, AttributeValue> item =
                new HashMap<>(Attributes.key(LIST, recordedAt + "#" + rejection.rejectionId()));
        item.put("outcome", Attributes.text(rejection.outcome().name()));
        item.put("type", Attributes.text(rejection.type()));
        item.put("source", Attributes.text(rejection.source()));
        item.put(CONTENT, AttributeValue.fromB(SdkBytes.fromByteArray(content(rejection))));
        tables.client().putItem(put -> put.tableName(tables.aggregations()).item(item));
        event(rejection)
                .ifPresent(event ->
                        mention(event, Attributes.of(item, Attributes.PERIOD).s()));
    }

    /** The partition of the event that a rejection is about, where it has ids that can be asked for. */
    private static Optional<String> event(Rejection rejection) {
        Optional<String> eventId = rejection.eventId().filter(Names::isId);
        return rejection
                .orderId()
                .filter(Names::isId)
                .flatMap(orderId -> eventId.map(id -> DynamoDuplicateStore.partition(orderId, id)));
    }

    /** Written last, and by every retry again, so that a crash before it is mended too. */
    private void mention(String event, String listed) {
        tables.client()
                .putItem(put -> put.tableName(tables.aggregations()).item(Attributes.key(event, MENTION + listed)));
    }

    @Override
    public List<Rejection> of(String orderId, String eventId, int most) {
        return tables
                .client()
                .query(query -> query.tableName(tables.aggregations())
                        .keyConditionExpression("aggregationKey = :event AND begins_with(period, :mention)")
                        .expressionAttributeValues(Map.of(
                                ":event", Attributes.text(DynamoDuplicateStore.partition(orderId, eventId)),
                                ":mention", Attributes.text(MENTION)))
                        .consistentRead(true)
                        .scanIndexForward(false)
                        .limit(most))
                .items()
                .stream()
                .map(item -> Attributes.of(item, Attributes.PERIOD).s().substring(MENTION.length()))
                .flatMap(listed -> listed(listed).stream())
                .toList();
    }

    private List<Rejection> listed(String period) {
        return tables
                .client()
                .query(query -> query.tableName(tables.aggregations())
                        .keyConditionExpression("aggregationKey = :list AND period = :period")
                        .expressionAttributeValues(
                                Map.of(":list", Attributes.text(LIST), ":period", Attributes.text(period)))
                        .consistentRead(true))
                .items()
                .stream()
                .map(DynamoRejectionStore::rejection)
                .toList();
    }

    private String firstRecorded(Rejection rejection) {
        String recordedAt = Instants.fixedWidth(rejection.recordedAt());
        Map<String, AttributeValue> item =
                new HashMap<>(Attributes.key(FIRST_SEEN + rejection.rejectionId(), FIRST_SEEN_PERIOD));
        item.put(RECORDED_AT, Attributes.text(recordedAt));
        try {
            tables.client()
                    .putItem(put -> put.tableName(tables.aggregations())
                            .item(item)
                            .conditionExpression("attribute_not_exists(aggregationKey)")
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return recordedAt;
        } catch (ConditionalCheckFailedException refusedBefore) {
            return Attributes.of(refusedBefore.item(), RECORDED_AT).s();
        }
    }

    @Override
    public Stream<Rejection> newestFirst(Optional<Instant> from, Optional<Instant> to, Optional<Position> after) {
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(tables.aggregations())
                .keyConditionExpression("aggregationKey = :list AND period BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":list", Attributes.text(LIST),
                        ":from", Attributes.text(from.map(Instants::fixedWidth).orElse(EARLIEST)),
                        ":to",
                                Attributes.text(to.map(at -> Instants.fixedWidth(at) + LATEST)
                                        .orElse(LATEST))))
                .consistentRead(true)
                .scanIndexForward(false);
        after.ifPresent(seen -> query.exclusiveStartKey(
                Attributes.key(LIST, Instants.fixedWidth(seen.recordedAt()) + "#" + seen.rejectionId())));
        return tables.client().queryPaginator(query.build()).items().stream().map(DynamoRejectionStore::rejection);
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
        String[] key = Attributes.of(item, Attributes.PERIOD).s().split("#", 2);
        JsonNode json = content(Attributes.of(item, CONTENT).b().asByteArray());
        List<Fault> reasons = new ArrayList<>();
        json.path("reasons")
                .forEach(reason -> reasons.add(
                        new Fault(reason.get(0).asText(), reason.get(1).asText())));
        return new Rejection(
                key[1],
                Instant.parse(key[0]),
                Outcome.valueOf(Attributes.of(item, "outcome").s()),
                Attributes.of(item, "type").s(),
                Attributes.of(item, "source").s(),
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
