package io.purchaseorders.handlers.api;

import static io.purchaseorders.handlers.api.ApiFixture.json;
import static io.purchaseorders.handlers.api.ApiFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.NoContext;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.stores.Generation.Loaded;
import io.purchaseorders.stores.Generations;
import io.purchaseorders.stores.memory.InMemoryGenerationStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two generations whose totals differ on purpose, so that an answer tells which one it is from. */
@NullMarked
class GenerationsOfAnswersTest {

    private static final String ALL = "/aggregations/ALL";

    private final ApiFixture first = new ApiFixture();
    private final ApiFixture second = new ApiFixture();
    private final InMemoryGenerationStore register = new InMemoryGenerationStore();
    private final AtomicLong nanos = new AtomicLong();
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return ApiFixture.NOW.plusNanos(nanos.get());
        }
    };
    private final OrderApi api = new OrderApi(
            first.stores(),
            new RegisteredGenerations(
                    register,
                    ApiFixture.ZONE,
                    generation -> new LiveGeneration(
                            generation.number(),
                            generation.timeZone(),
                            generation.number() == 1 ? first.stores() : second.stores(),
                            () -> new Progress(List.of(), Optional.empty())),
                    nanos::get,
                    clock),
            new CursorCodec("secret"),
            Clock.fixed(ApiFixture.NOW, ZoneOffset.UTC),
            Telemetry.SILENT);

    @BeforeEach
    void begin() {
        first.store(placed("one", 1), placed("two", 2), placed("three", 26));
        second.store(placed("one", 1), placed("two", 2), placed("three", 26), placed("four", 27));
        register.create(Generations.first(ApiFixture.ZONE));
        register.change(now -> now.begin(ApiFixture.ZONE, ApiFixture.NOW).feed(2));
        register.change(now -> now.hold(2).compare(2, ApiFixture.NOW).feed(2));
    }

    private static OrderEvent placed(String orderId, int hoursAgo) {
        return new OrderPlaced(
                new Header("placed", orderId, ApiFixture.NOW.minus(Duration.ofHours(hoursAgo))),
                "customer",
                "EUR",
                Samples.content(Samples.line("sku", "1", "1")));
    }

    private APIGatewayProxyResponseEvent get(String path, String... query) {
        return api.handleRequest(request("GET", path, "orders/audit", query), NoContext.INSTANCE);
    }

    /** Which generation the header names and which one the totals are those of. */
    private String answeredBy(APIGatewayProxyResponseEvent answer) {
        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(200);
        int placed =
                json(answer).path("items").path(0).path("orders").path("placed").asInt();
        return answer.getHeaders().get(GenerationOfAnswer.HEADER) + " with " + placed;
    }

    private void aMomentLater() {
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void the_live_one_answers_and_going_forward_and_back_shows_within_a_second() {
        assertThat(answeredBy(get(ALL, "granularity", "TOTAL"))).isEqualTo("1 with 3");
        register.change(now -> now.promote(2));
        aMomentLater();
        assertThat(answeredBy(get(ALL, "granularity", "TOTAL"))).isEqualTo("2 with 4");
        register.change(now -> now.promote(1));
        aMomentLater();
        assertThat(answeredBy(get(ALL, "granularity", "TOTAL"))).isEqualTo("1 with 3");
    }

    @Test
    void all_go_over_to_another_one_at_the_moment_that_the_register_names() {
        register.change(now -> now.promote(2, ApiFixture.NOW.plusSeconds(2)));
        aMomentLater();
        assertThat(answeredBy(get(ALL, "granularity", "TOTAL"))).isEqualTo("1 with 3");
        aMomentLater();
        assertThat(answeredBy(get(ALL, "granularity", "TOTAL"))).isEqualTo("2 with 4");
        register.change(now -> now.promote(1, ApiFixture.NOW.plusSeconds(60)));
        register.change(Generations::succeeded);
        aMomentLater();
        assertThat(answeredBy(get(ALL, "granularity", "TOTAL"))).isEqualTo("1 with 3");
    }

    @Test
    void a_register_that_was_read_late_does_not_bring_back_what_was_live_before() {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        RegisteredGenerations generations = new RegisteredGenerations(
                () -> {
                    Optional<Generations> read = register.read();
                    meanwhile.getAndSet(() -> {}).run();
                    return read;
                },
                ApiFixture.ZONE,
                generation -> LiveGeneration.only(first.stores(), ApiFixture.ZONE, Clock.systemUTC()),
                nanos::get,
                clock);
        assertThat(generations.all().live()).isEqualTo(1);
        aMomentLater();
        meanwhile.set(() -> {
            register.change(now -> now.promote(2));
            assertThat(generations.all().live()).as("another answer meanwhile").isEqualTo(2);
        });
        assertThat(generations.all().live()).isEqualTo(2);
        assertThat(generations.all().live()).isEqualTo(2);
    }

    @Test
    void a_list_goes_on_in_the_generation_that_it_was_begun_in_until_that_is_retired() {
        String cursor = json(get(ALL, "granularity", "HOUR", "limit", "1"))
                .path("nextCursor")
                .asText();
        register.change(now -> now.promote(2));
        aMomentLater();
        APIGatewayProxyResponseEvent next = get(ALL, "granularity", "HOUR", "limit", "1", "cursor", cursor);
        assertThat(next.getStatusCode()).isEqualTo(200);
        assertThat(next.getHeaders()).containsEntry(GenerationOfAnswer.HEADER, "1");
        register.change(now -> now.retire(1));
        aMomentLater();
        APIGatewayProxyResponseEvent gone = get(ALL, "granularity", "HOUR", "limit", "1", "cursor", cursor);
        assertThat(gone.getStatusCode()).isEqualTo(400);
        assertThat(gone.getBody()).contains("\"cursor\"", "generation 1", "retired");
    }

    @Test
    void what_is_read_from_projections_names_its_generation_and_nothing_else_does() {
        Map<String, String[]> questions = Map.of(
                ALL,
                new String[] {"granularity", "TOTAL"},
                ALL + "/explain",
                new String[] {"granularity", "TOTAL"},
                "/events/placed/receipt",
                new String[] {"orderId", "one"},
                "/quarantine",
                new String[] {});
        questions.forEach((path, query) ->
                assertThat(get(path, query).getHeaders()).as(path).containsEntry(GenerationOfAnswer.HEADER, "1"));
        for (String path :
                List.of("/orders/one", "/orders/one/events", "/rejections", "/generations", "/openapi.json")) {
            assertThat(get(path).getHeaders()).as(path).doesNotContainKey(GenerationOfAnswer.HEADER);
        }
    }

    @Test
    void the_newest_generation_is_told_first_with_how_far_it_is() {
        register.change(now -> now.promote(2));
        register.change(now -> now.retire(1));
        register.change(now -> now.begin(ZoneOffset.UTC, ApiFixture.NOW).load(3, new Loaded(250, 1_000)));
        JsonNode body = json(get("/generations"));
        ApiFixture.assertFits("GenerationList", body);
        assertThat(body.path("items"))
                .hasToString("[{\"generation\":3,\"state\":\"building\",\"timeZone\":\"Z\","
                        + "\"snapshotAt\":\"2026-11-23T12:00:00Z\",\"loadedOrders\":250,\"ofOrders\":1000,"
                        + "\"comparedAt\":null},"
                        + "{\"generation\":2,\"state\":\"live\",\"timeZone\":\"Europe/Berlin\","
                        + "\"snapshotAt\":\"2026-11-23T12:00:00Z\",\"loadedOrders\":0,\"ofOrders\":0,"
                        + "\"comparedAt\":\"2026-11-23T12:00:00Z\"},"
                        + "{\"generation\":1,\"state\":\"retired\",\"timeZone\":\"Europe/Berlin\","
                        + "\"snapshotAt\":null,\"loadedOrders\":0,\"ofOrders\":0,\"comparedAt\":null}]");
        register.change(now -> now.feed(3));
        aMomentLater();
        assertThat(json(get("/generations", "limit", "1")).at("/items/0/state").asText())
                .isEqualTo("fed");
        register.change(now -> now.hold(3));
        aMomentLater();
        JsonNode page = json(get("/generations", "limit", "1"));
        assertThat(page.at("/items/0/state").asText()).isEqualTo("held");
        JsonNode rest =
                json(get("/generations", "cursor", page.path("nextCursor").asText()));
        assertThat(rest.path("items").findValuesAsText("generation")).containsExactly("2", "1");
        assertThat(rest.path("nextCursor").isNull()).isTrue();
    }

    @Test
    void the_first_generation_is_told_where_there_is_no_other() {
        assertThat(first.ok("GenerationList", "/generations").path("items").findValuesAsText("state"))
                .containsExactly("live");
    }

    @Test
    void a_cursor_that_was_tampered_with_is_answered_by_the_live_generation_with_a_400() {
        APIGatewayProxyResponseEvent refused = get(ALL, "cursor", "bm90IGEgY3Vyc29y");
        assertThat(refused.getStatusCode()).isEqualTo(400);
        assertThat(refused.getHeaders()).containsEntry(GenerationOfAnswer.HEADER, "1");
    }
}
