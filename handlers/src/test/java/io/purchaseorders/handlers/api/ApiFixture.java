package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.oas.OpenApi30;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.NoContext;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.stores.ProjectionWriter.Addition;
import io.purchaseorders.stores.ProjectionWriter.DayOrders;
import io.purchaseorders.stores.ShardCursor;
import io.purchaseorders.stores.memory.InMemoryDuplicateStore;
import io.purchaseorders.stores.memory.InMemoryEventStore;
import io.purchaseorders.stores.memory.InMemoryNoteStore;
import io.purchaseorders.stores.memory.InMemoryProjections;
import io.purchaseorders.stores.memory.InMemoryQuarantineStore;
import io.purchaseorders.stores.memory.InMemoryRejectionStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** The API over stores in memory, asked as a gateway asks. Every good answer must fit its schema. */
@NullMarked
public final class ApiFixture {

    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            VersionFlag.V4,
            builder -> builder.metaSchema(OpenApi30.getInstance())
                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));

    final InMemoryEventStore events = new InMemoryEventStore();
    final InMemoryProjections totals = new InMemoryProjections();
    final InMemoryRejectionStore rejections = new InMemoryRejectionStore();
    final InMemoryQuarantineStore quarantine = new InMemoryQuarantineStore();
    final InMemoryDuplicateStore duplicates = new InMemoryDuplicateStore();
    final InMemoryNoteStore notes = new InMemoryNoteStore();
    public final OrderApi api;

    private final ZoneId zone;
    private int sequence = 1;

    public ApiFixture() {
        this(ZONE);
    }

    /** @param zone the reporting time zone */
    ApiFixture(ZoneId zone) {
        this.zone = zone;
        this.api = over(stores(), zone);
    }

    ApiStores stores() {
        return new ApiStores(events, totals, totals, rejections, quarantine, duplicates, notes);
    }

    static OrderApi over(ApiStores stores) {
        return over(stores, ZONE);
    }

    private static OrderApi over(ApiStores stores, ZoneId zone) {
        return new OrderApi(
                stores, new CursorCodec("secret"), zone, Clock.fixed(NOW, ZoneOffset.UTC), Telemetry.SILENT);
    }

    /** Stores events, and adds to the totals what they contribute, order by order. */
    void store(Collection<RecordedEvent> recorded) {
        recorded.forEach(this::append);
        recorded.stream()
                .collect(Collectors.groupingBy(event -> event.event().orderId()))
                .forEach((orderId, stored) -> Projections.contributions(
                                History.of(stored).steps(orderId), zone)
                        .forEach((row, measures) -> {
                            SequenceNumber at = SequenceNumber.of(String.valueOf(sequence++));
                            totals.add(new Addition(row, measures, new ShardCursor(1, 0, List.of()), at, at));
                        }));
    }

    /** Stores events that no row holds, and notes on which days their orders have them. */
    void append(RecordedEvent event) {
        events.append(event);
        totals.note(new DayOrders("1#1", List.of(OrderOnDay.of(event.event(), zone))));
    }

    void store(OrderEvent... recorded) {
        List<RecordedEvent> list = new ArrayList<>();
        for (int i = 0; i < recorded.length; i++) {
            list.add(Samples.recorded(recorded[i], NOW.plusSeconds(i)));
        }
        store(list);
    }

    public static APIGatewayProxyRequestEvent request(String method, String path, String scope, String... query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < query.length; i += 2) {
            values.computeIfAbsent(query[i], name -> new ArrayList<>()).add(query[i + 1]);
        }
        Map<String, Object> claims = new HashMap<>(Map.of("token_use", "access", "scope", scope));
        ProxyRequestContext context = new ProxyRequestContext();
        context.setAuthorizer(new HashMap<>(Map.of("claims", claims)));
        return new APIGatewayProxyRequestEvent()
                .withHttpMethod(method)
                .withPath(path)
                .withMultiValueQueryStringParameters(values)
                .withRequestContext(context);
    }

    APIGatewayProxyResponseEvent call(APIGatewayProxyRequestEvent request) {
        return api.handleRequest(request, NoContext.INSTANCE);
    }

    APIGatewayProxyResponseEvent get(String path, String... query) {
        return call(request("GET", path, "orders/audit", query));
    }

    /** The body of a good answer that fits the schema of this name. */
    JsonNode ok(String schema, String path, String... query) {
        APIGatewayProxyResponseEvent response = get(path, query);
        assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
        JsonNode body = json(response);
        assertFits(schema, body);
        return body;
    }

    static void assertFits(String schema, JsonNode body) {
        assertThat(SCHEMAS.getSchema(SchemaLocation.of("classpath:openapi.json#/components/schemas/" + schema))
                        .validate(body))
                .as(body.toString())
                .isEmpty();
    }

    /** The parameters that a 400 names. */
    List<String> faulty(String path, String... query) {
        APIGatewayProxyResponseEvent response = get(path, query);
        assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(400);
        JsonNode problem = json(response);
        assertFits("Problem", problem);
        return problem.path("errors").findValuesAsText("parameter");
    }

    static JsonNode json(APIGatewayProxyResponseEvent response) {
        try {
            return DetailJson.MAPPER.readTree(response.getBody());
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.getBody(), e);
        }
    }

    /** All items of a list, page by page. */
    List<JsonNode> all(String schema, String path, int limit, String... query) {
        List<JsonNode> items = new ArrayList<>();
        JsonNode cursor = null;
        do {
            List<String> next = new ArrayList<>(List.of(query));
            next.addAll(List.of("limit", String.valueOf(limit)));
            if (cursor != null) {
                next.addAll(List.of("cursor", cursor.asText()));
            }
            JsonNode page = ok(schema, path, next.toArray(String[]::new));
            assertThat(page.path("items").size()).isLessThanOrEqualTo(limit);
            page.path("items").forEach(items::add);
            cursor = page.path("nextCursor");
            assertThat(cursor.isNull() || page.path("items").size() == limit).isTrue();
        } while (!cursor.isNull());
        return items;
    }
}
