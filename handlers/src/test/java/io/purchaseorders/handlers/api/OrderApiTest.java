package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.handlers.NoContext;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.stores.EventStore;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

@NullMarked
class OrderApiTest {

    private static final String EVERY = "orders/read orders/audit";

    private final ApiFixture fixture = new ApiFixture();

    private JsonNode problem(int status, APIGatewayProxyResponseEvent response) {
        assertThat(response.getStatusCode()).isEqualTo(status);
        assertThat(response.getHeaders()).containsEntry("Content-Type", "application/problem+json");
        JsonNode problem = ApiFixture.json(response);
        ApiFixture.assertFits("Problem", problem);
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        return problem;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/orders",
                "/orders/",
                "/orders/o/",
                "/orders/o/events/e",
                "/health",
                "/openapi.json/",
                "/ORDERS/o",
                "//"
            })
    void what_is_no_route_is_a_404(String path) {
        problem(404, fixture.get(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE"})
    void other_methods_are_a_405_that_names_those_that_are_known(String method) {
        var response = fixture.call(ApiFixture.request(method, "/orders/o", EVERY));
        problem(405, response);
        assertThat(response.getHeaders()).containsEntry("Allow", "GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders/o", "/orders/o/events", "/customers/c/orders", "/aggregations/ALL", "/rejections"})
    void without_an_access_token_everything_but_the_open_calls_is_a_401(String path) {
        var none = ApiFixture.request("GET", path, EVERY).withRequestContext(new ProxyRequestContext());
        problem(401, fixture.call(none));
        problem(401, fixture.call(none.withRequestContext(null)));
        var context = new ProxyRequestContext();
        context.setAuthorizer(new HashMap<>(Map.of("claims", Map.of("token_use", "id", "scope", EVERY))));
        problem(401, fixture.call(none.withRequestContext(context)));
        assertThat(fixture.call(none).getHeaders()).containsKey("WWW-Authenticate");
    }

    @ParameterizedTest
    @CsvSource({
        "/aggregations/ALL, orders/read, 200",
        "/aggregations/ALL, orders/audit, 200",
        "/aggregations/ALL, other orders/read, 200",
        "/aggregations/ALL, orders/readx, 403",
        "/aggregations/ALL, '', 403",
        "/rejections, orders/audit, 200",
        "/rejections, orders/read, 403",
        "/quarantine, orders/audit, 200",
        "/quarantine, orders/read, 403",
        "/generations, orders/audit, 200",
        "/generations, orders/read, 403",
        "/orders/o, orders/write, 403",
        "/orders/o/events, orders/read, 403",
        "/customers/c/orders, orders/write, 403",
    })
    void a_call_needs_one_of_its_scopes(String path, String scope, int status) {
        assertThat(fixture.call(ApiFixture.request("GET", path, scope)).getStatusCode())
                .isEqualTo(status);
    }

    @Test
    void the_document_needs_no_token() {
        var document = fixture.call(
                new APIGatewayProxyRequestEvent().withHttpMethod("GET").withPath("/openapi.json"));
        assertThat(ApiFixture.json(document).path("openapi").asText()).startsWith("3.");
        assertThat(document.getBody()).doesNotContain("x-amazon");
        assertThat(document.getHeaders()).containsKey("ETag");
    }

    @Test
    void head_answers_the_headers_of_get() {
        fixture.store(new OrderConfirmed(new Header("e", "o", ApiFixture.NOW)));
        var get = fixture.get("/orders/o");
        var head = fixture.call(ApiFixture.request("HEAD", "/orders/o", EVERY));
        assertThat(head.getStatusCode()).isEqualTo(200);
        assertThat(head.getHeaders()).isEqualTo(get.getHeaders());
        assertThat(head.getBody())
                .as("the gateway leaves it out, and says its length")
                .isEqualTo(get.getBody());
    }

    @Test
    void a_page_of_any_origin_may_read_every_answer_with_its_tag() {
        for (String path : List.of("/openapi.json", "/orders/unknown", "/nowhere", "/aggregations/ALL")) {
            assertThat(fixture.get(path).getHeaders())
                    .containsEntry("Access-Control-Allow-Origin", "*")
                    .containsEntry(
                            "Access-Control-Expose-Headers",
                            "ETag, Link, Orders-Generation, Orders-Left-Out, Retry-After, WWW-Authenticate");
        }
    }

    @Test
    void what_the_gateway_will_compress_has_another_strong_tag() {
        String plain = tag("/openapi.json", "identity");
        String compressed = tag("/openapi.json", "br, gzip;q=0.5");
        assertThat(compressed).isEqualTo(plain.replaceAll("\"$", "-gzip\""));
        assertThat(tag("/openapi.json", "gzip;q=0")).isEqualTo(plain);
        assertThat(tag("/openapi.json", "deflate")).isEqualTo(plain.replaceAll("\"$", "-deflate\""));
        assertThat(tag("/openapi.json", "deflate, gzip")).isEqualTo(compressed);
        assertThat(tag("/openapi.json", "*")).isEqualTo(compressed);
        assertThat(tag("/openapi.json", "br")).isEqualTo(plain);
        fixture.store(new OrderConfirmed(new Header("e", "o", ApiFixture.NOW)));
        assertThat(tag("/orders/o", "gzip")).as("too small").isEqualTo(tag("/orders/o", "identity"));
        var again = ApiFixture.request("GET", "/openapi.json", EVERY)
                .withHeaders(Map.of("Accept-Encoding", "gzip", "If-None-Match", compressed));
        assertThat(fixture.call(again).getStatusCode()).isEqualTo(304);
    }

    private String tag(String path, String acceptEncoding) {
        var response = fixture.call(
                ApiFixture.request("GET", path, EVERY).withHeaders(Map.of("Accept-Encoding", acceptEncoding)));
        assertThat(response.getHeaders()).containsEntry("Vary", "Accept-Encoding");
        return String.valueOf(response.getHeaders().get("ETag"));
    }

    @Test
    void a_reader_who_has_the_body_gets_a_304() {
        fixture.store(new OrderConfirmed(new Header("e", "o", ApiFixture.NOW)));
        String tag = String.valueOf(fixture.get("/orders/o").getHeaders().get("ETag"));
        assertThat(tag).matches("\"[0-9a-f]{64}\"");
        for (String field : List.of(tag, "W/" + tag, "\"x\", " + tag, "\"a,b\",W/" + tag + " , \"y\"", "*")) {
            for (String name : List.of("If-None-Match", "if-none-match")) {
                var request = ApiFixture.request("GET", "/orders/o", EVERY).withHeaders(Map.of(name, field));
                var response = fixture.call(request);
                assertThat(response.getStatusCode()).as(field).isEqualTo(304);
                assertThat(response.getBody()).isEmpty();
                assertThat(response.getHeaders()).containsEntry("ETag", tag);
            }
        }
        for (String field : List.of("\"x\"", tag.replace("\"", ""), "")) {
            var request = ApiFixture.request("GET", "/orders/o", EVERY).withHeaders(Map.of("If-None-Match", field));
            assertThat(fixture.call(request).getStatusCode()).isEqualTo(200);
        }
        var unknown = ApiFixture.request("GET", "/orders/p", EVERY).withHeaders(Map.of("If-None-Match", "*"));
        assertThat(fixture.call(unknown).getStatusCode()).isEqualTo(404);
    }

    @Test
    void every_wrong_parameter_is_named_at_once() {
        assertThat(fixture.faulty("/orders/a%20b", "asOf", "yesterday", "knownAt", "", "fro", "x"))
                .containsExactlyInAnyOrder("orderId", "asOf", "knownAt", "fro");
        assertThat(fixture.faulty("/orders/o/events", "limit", "0", "cursor", "x", "asOf", "2026-01-01T00:00:00Z"))
                .containsExactlyInAnyOrder("limit", "cursor", "asOf");
        assertThat(fixture.faulty("/rejections", "limit", "1", "limit", "1")).containsExactly("limit");
        assertThat(fixture.faulty("/rejections", "from", "2026-01-02T00:00:00Z", "to", "2026-01-01T23:59:59Z"))
                .containsExactly("from");
        assertThat(fixture.faulty("/customers/a%23b/orders", "from", "2026-01-02"))
                .containsExactlyInAnyOrder("customerId", "from");
        assertThat(fixture.faulty("/customers/%zz/orders")).containsExactly("customerId");
        assertThat(fixture.faulty("/customers/%ff/orders")).containsExactly("customerId");
        for (String limit : List.of("1001", "-1", "+1", "1.0", "", " 1", "99999999999", "\u0661")) {
            assertThat(fixture.faulty("/rejections", "limit", limit)).containsExactly("limit");
        }
        assertThat(fixture.get("/rejections", "limit", "1000").getStatusCode()).isEqualTo(200);
        String longest = "a".repeat(Parameters.LONGEST + 1);
        assertThat(fixture.faulty("/rejections", "from", longest, "limit", longest, "cursor", longest))
                .containsExactlyInAnyOrder("from", "limit", "cursor");
    }

    @Test
    void the_id_is_decoded_once_and_also_behind_a_base_path() {
        var request = ApiFixture.request("GET", "/v1/aggregations/PRODUCT%23a%2Fb+%2525", EVERY)
                .withResource("/aggregations/{aggregationKey}");
        assertThat(ApiFixture.json(fixture.call(request)).path("aggregationKey").asText())
                .isEqualTo("PRODUCT#a/b+%25");
    }

    @Test
    void an_outage_behind_is_a_503_and_any_other_failure_a_500_and_neither_tells_what_it_was() {
        RuntimeException throttled = ProvisionedThroughputExceededException.builder()
                .message("table purchase-orders-prod")
                .statusCode(400)
                .awsErrorDetails(software.amazon.awssdk.awscore.exception.AwsErrorDetails.builder()
                        .errorCode("ProvisionedThroughputExceededException")
                        .build())
                .build();
        for (RuntimeException passing : List.of(
                throttled,
                new IllegalStateException(throttled),
                SdkClientException.create("purchase-orders-prod"),
                DynamoDbException.builder().statusCode(503).build())) {
            var response = failing(passing);
            assertThat(problem(503, response).toString()).doesNotContain("prod");
            assertThat(response.getHeaders()).containsEntry("Retry-After", "1");
        }
        assertThat(problem(500, failing(new IllegalStateException("purchase-orders-prod")))
                        .toString())
                .doesNotContain("prod")
                .doesNotContain("Exception");
        problem(500, failing(DynamoDbException.builder().statusCode(400).build()));
    }

    private APIGatewayProxyResponseEvent failing(RuntimeException failure) {
        EventStore store = (EventStore) Proxy.newProxyInstance(
                EventStore.class.getClassLoader(), new Class<?>[] {EventStore.class}, (proxy, method, arguments) -> {
                    throw failure;
                });
        return ApiFixture.over(new ApiStores(
                        store,
                        fixture.totals,
                        fixture.totals,
                        fixture.rejections,
                        fixture.quarantine,
                        fixture.duplicates,
                        fixture.notes))
                .handleRequest(ApiFixture.request("GET", "/orders/o", EVERY), NoContext.INSTANCE);
    }
}
