package io.purchaseorders.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayTest {

    private final Tokens tokens = new Tokens();
    private final String token = tokens.signed(Tokens.claims());
    private final StandInFunction function = new StandInFunction();

    @SuppressWarnings("NullAway.Init")
    private Gateway gateway;

    @SuppressWarnings("NullAway.Init")
    private Client client;

    @BeforeAll
    void start() throws BindException {
        gateway = Gateway.start(0, Tokens.ISSUER, tokens.keys(), function);
        client = new Client(gateway);
    }

    @BeforeEach
    void forget() {
        function.requests.clear();
        function.answer = StandInFunction.OK;
    }

    @AfterAll
    void stop() {
        gateway.close();
        tokens.close();
    }

    static List<Operation> operations() {
        return ApiDocument.packaged().operations();
    }

    static List<Operation> operationsOfFunctions() {
        return operations().stream()
                .filter(operation -> operation.integration() instanceof Integration.Function)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("operationsOfFunctions")
    void an_operation_that_a_function_answers_reaches_it(Operation operation) {
        var path = operation.path().replaceAll("\\{[^}]+}", "A.1");
        var answer = client.call(operation.method(), path, operation.isPublic() ? "" : token);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(answer.headers().firstValue("Content-Length")).hasValue("8");
        assertThat(answer.body()).isEqualTo(operation.method().equals("HEAD") ? "" : "{\"é\":1}");
        var request = function.requests.getLast();
        assertThat(request.path("resource").asText()).isEqualTo(operation.path());
        assertThat(request.path("httpMethod").asText()).isEqualTo(operation.method());
        assertThat(request.path("path").asText()).isEqualTo(path);
        // What readers are not let in to is another function's, whose role reaches further.
        boolean isForReaders = operation.isPublic() || operation.scopes().contains("orders/read");
        assertThat(function.aliases.getLast()).isEqualTo(isForReaders ? "OrderApiAlias" : "OrderAuditAlias");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void no_operation_but_the_public_ones_opens_without_a_token(Operation operation) {
        var path = operation.path().replaceAll("\\{[^}]+}", "A.1");
        assertThat(client.call(operation.method(), path, "").statusCode())
                .isEqualTo(
                        List.of("/health", "/openapi.json", "/schemas/A.1", "/asyncapi.yaml")
                                        .contains(path)
                                ? 200
                                : 401);
    }

    @Test
    void every_route_has_get_and_head_but_one_that_has_post() {
        assertThat(paths("GET")).hasSize(19).isEqualTo(paths("HEAD"));
        assertThat(operations())
                .filteredOn(operation -> operation.method().equals("POST"))
                .extracting(Operation::path)
                .containsExactly("/receipts");
        assertThat(operations()).filteredOn(Operation::isPublic).hasSize(8);
    }

    private static Set<String> paths(String method) {
        return operations().stream()
                .filter(operation -> operation.method().equals(method))
                .map(Operation::path)
                .collect(Collectors.toSet());
    }

    static Stream<Arguments> otherMethods() {
        return ApiDocument.packaged().anyMethod().keySet().stream()
                .flatMap(path -> Stream.of("GET", "POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO")
                        .filter(method -> !methods(path).contains(method))
                        .map(method -> Arguments.of(method, path)));
    }

    private static List<String> methods(String path) {
        return operations().stream()
                .filter(operation -> operation.path().equals(path))
                .map(Operation::method)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("otherMethods")
    void another_method_is_a_405_that_names_those_that_are_known_without_a_function(String method, String path)
            throws IOException {
        var answer = client.call(method, path.replaceAll("\\{[^}]+}", "A.1"), "");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue(String.join(", ", methods(path)) + ", OPTIONS");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(new JsonMapper().readTree(answer.body()).path("status").asInt())
                .isEqualTo(405);
        assertThat(function.requests).isEmpty();
    }

    static Set<String> everyPath() {
        assertThat(ApiDocument.packaged().anyMethod().keySet())
                .isEqualTo(operations().stream().map(Operation::path).collect(Collectors.toSet()));
        return ApiDocument.packaged().anyMethod().keySet();
    }

    @ParameterizedTest
    @MethodSource("everyPath")
    void a_browser_asks_first_and_needs_neither_token_nor_function_for_it(String path) {
        var answer = client.call("OPTIONS", path.replaceAll("\\{[^}]+}", "A.1"), "");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        String known = String.join(", ", methods(path));
        assertThat(answer.headers().firstValue("Allow")).hasValue(known + ", OPTIONS");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).hasValue(known);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValue(known.equals("POST") ? "Authorization, Content-Type" : "Authorization, If-None-Match");
        assertThat(answer.headers().firstValue("Access-Control-Max-Age")).hasValue("7200");
        assertThat(function.requests).isEmpty();
    }

    @Test
    void health_is_answered_without_a_token_and_without_a_function() {
        var get = client.call("GET", "/health", "");
        assertThat(get.statusCode()).isEqualTo(200);
        assertThat(get.body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(get.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(get.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(get.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(get.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        var head = client.call("HEAD", "/health", "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).hasValue("15");
        assertThat(function.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 405",
        "Application/JSON; charset=utf-8, 405",
        "application/x-www-form-urlencoded, 405",
        "text/plain;charset=UTF-8, 405",
        "application/xml, 415",
        "image/png, 415"
    })
    void a_body_of_a_type_that_no_template_is_for_is_a_415_before_its_method_is_a_405(String type, int status)
            throws IOException {
        var answer = client.bytes("PUT", "/orders/PO-1", "Content-Type", type);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(new JsonMapper().readTree(answer.body()).path("status").asInt())
                .isEqualTo(status);
    }

    @Test
    void what_is_no_route_of_the_document_knows_its_own_methods() {
        var answer = client.call("POST", ResourceMetadata.PATH, "");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }

    @Test
    void answers_of_some_size_are_compressed_for_those_who_accept_it() throws IOException {
        var large = "x".repeat(1_024);
        function.answer = "{\"statusCode\":200,\"body\":\"" + large + "\"}";
        for (String accepts : List.of("gzip", "br, GZIP;q=0.5", "*")) {
            var answer = client.bytes("GET", "/openapi.json", "Accept-Encoding", accepts);
            assertThat(answer.headers().firstValue("Content-Encoding"))
                    .as(accepts)
                    .hasValue("gzip");
            assertThat(new String(
                            new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(answer.body()))
                                    .readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(large);
            var head = client.bytes("HEAD", "/openapi.json", "Accept-Encoding", accepts);
            assertThat(head.headers().firstValue("Content-Length"))
                    .isEqualTo(answer.headers().firstValue("Content-Length"));
        }
        var deflated = client.bytes("GET", "/openapi.json", "Accept-Encoding", "deflate, gzip;q=0");
        assertThat(deflated.headers().firstValue("Content-Encoding")).hasValue("deflate");
        assertThat(new java.util.zip.InflaterInputStream(new java.io.ByteArrayInputStream(deflated.body()))
                        .readAllBytes())
                .isEqualTo(large.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (String accepts : List.of("identity", "gzip;q=0", "br")) {
            var answer = client.bytes("GET", "/openapi.json", "Accept-Encoding", accepts);
            assertThat(answer.headers().firstValue("Content-Encoding"))
                    .as(accepts)
                    .isEmpty();
            assertThat(answer.body()).hasSize(1_024);
        }
        function.answer = "{\"statusCode\":200,\"body\":\"" + large.substring(1) + "\"}";
        assertThat(client.bytes("GET", "/openapi.json", "Accept-Encoding", "gzip")
                        .body())
                .hasSize(1_023);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/order/PO-1", "/orders", "/orders/", "/orders/PO-1/", "/orders//events", "/health/x"})
    void an_unknown_route_is_a_404_problem(String path) throws IOException {
        var answer = client.call("GET", path, "");
        assertThat(answer.statusCode()).isEqualTo(404);
        var problem = new JsonMapper().readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(404);
        assertThat(problem.path("title").asText()).isEqualTo("Not Found");
        assertThat(problem.path("instance").asText()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/%zz", "/orders/%", "/orders/%4", "/orders/%00", "/orders/%C0%AF", "/orders/%FF", "/orders/%0a",
                "/orders/PO-1?asOf=%zz", "/orders/PO-1?asOf=%00", "/orders/PO 1", "/orders/\u00e9", "orders", "*",
                        "//[",
                "/%2e%2e/%zz"
            })
    void a_malformed_target_is_a_400_problem_and_never_reaches_the_function(String target) throws IOException {
        var answer = client.raw(target, token);
        assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
        assertThat(answer).doesNotContainIgnoringCase("jetty").doesNotContain("Exception", "badMessage");
        assertThat(function.requests).isEmpty();
    }

    @Test
    void an_overlong_target_and_overlong_headers_are_problems_too() throws IOException {
        assertThat(client.raw("/orders/" + "a".repeat(20_000), token))
                .startsWith("HTTP/1.1 4")
                .contains("application/problem+json");
        assertThat(client.raw("/orders/PO-1", "a".repeat(20_000)))
                .startsWith("HTTP/1.1 431")
                .contains("application/problem+json");
    }

    /** With Jetty's pool of buffers it was, by a race: in 3 of 4,760 tries. */
    @Test
    void what_one_request_sent_too_much_of_is_in_no_other_answer() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            assertThat(client.raw("/orders/" + "a".repeat(20_000), token)).startsWith("HTTP/1.1 4");
            assertThat(client.raw("/openapi.json", token)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void path_parameters_reach_the_function_decoded() {
        client.call("GET", "/aggregations/CUSTOMER%2312?granularity=DAY", token);
        assertThat(function.requests
                        .getLast()
                        .at("/pathParameters/aggregationKey")
                        .asText())
                .isEqualTo("CUSTOMER#12");
        client.call("GET", "/aggregations/PRODUCT%23a%2Fb%20c%2B%C3%A9+%25", token);
        assertThat(function.requests
                        .getLast()
                        .at("/pathParameters/aggregationKey")
                        .asText())
                .isEqualTo("PRODUCT#a/b c+é+%");
        assertThat(client.call("GET", "/customers/..%2Frejections/orders", token)
                        .statusCode())
                .isEqualTo(200);
        assertThat(function.requests.getLast().at("/pathParameters/customerId").asText())
                .isEqualTo("../rejections");
    }

    @Test
    void query_parameters_reach_the_function_decoded_with_all_their_values() {
        client.call("GET", "/rejections?limit=1&limit=2&from=a%2Bb+c&empty=&bare&from%3D=x", token);
        var request = function.requests.getLast();
        assertThat(request.at("/queryStringParameters/limit").asText()).isEqualTo("2");
        assertThat(request.at("/multiValueQueryStringParameters/limit").toString())
                .isEqualTo("[\"1\",\"2\"]");
        assertThat(request.at("/queryStringParameters/from").asText()).isEqualTo("a+b c");
        assertThat(request.at("/queryStringParameters/bare").asText("none")).isEmpty();
        assertThat(request.at("/queryStringParameters/from=").asText()).isEqualTo("x");
        client.call("GET", "/rejections", token);
        assertThat(function.requests.getLast().path("queryStringParameters").isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{}", "[]", "{\"statusCode\":99}", "null"})
    void a_function_that_fails_is_a_503_that_tells_nothing(String answer) {
        function.answer = answer;
        var response = client.call("GET", "/orders/PO-1", token);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.body()).contains("\"status\":503").doesNotContain("purchase-orders-local");
    }

    @Test
    void headers_binary_bodies_and_304_come_through_as_the_function_gave_them() {
        function.answer = "{\"statusCode\":200,\"headers\":{\"A\":\"1\"},\"multiValueHeaders\":{\"a\":[\"2\",\"3\"]},"
                + "\"body\":\"aGk=\",\"isBase64Encoded\":true}";
        var binary = client.call("GET", "/orders/PO-1", token);
        assertThat(binary.body()).isEqualTo("hi");
        assertThat(binary.headers().allValues("A")).containsExactly("2", "3");
        function.answer = "{\"statusCode\":304,\"headers\":{\"ETag\":\"\\\"1\\\"\"},\"body\":\"\"}";
        var unchanged = client.call("GET", "/orders/PO-1", token);
        assertThat(unchanged.statusCode()).isEqualTo(304);
        // It would be the length of the body that is left out, so 0 would be wrong.
        assertThat(unchanged.headers().firstValue("Content-Length")).isEmpty();
    }

    @Test
    void the_port_of_another_is_refused() {
        assertThatThrownBy(() -> Gateway.start(gateway.address().getPort(), Tokens.ISSUER, tokens.keys(), function))
                .isInstanceOf(BindException.class);
    }

    @Test
    void the_resource_metadata_name_the_issuer() throws IOException {
        var metadata = new JsonMapper()
                .readTree(client.call("GET", ResourceMetadata.PATH, "").body());
        assertThat(metadata.at("/authorization_servers/0").asText()).isEqualTo(Tokens.ISSUER.toString());
        assertThat(metadata.path("resource").asText())
                .isEqualTo(gateway.address().toString());
    }
}
