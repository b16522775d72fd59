package io.purchaseorders.handlers.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.handlers.NoContext;
import io.purchaseorders.handlers.api.ApiFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside the managed runtime's own serialization. */
@NullMarked
class ProxyEventsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String CONTEXT = """
            {"accountId":"1","apiId":"a","stage":"v1","resourceId":"r","path":"/v1/orders/o","httpMethod":"GET",
             "requestId":"id","requestTime":"24/Nov/2026:10:00:00 +0000","requestTimeEpoch":1795428931000,
             "identity":{"sourceIp":"127.0.0.1","userAgent":null,"cognitoIdentityId":null},
             "authorizer":{"principalId":"p","integrationLatency":7,"claims":{"sub":"s","client_id":"c",
               "scope":"orders/read orders/audit","token_use":"access","exp":"1795428931","nothing":null}}}""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"path\":null,\"headers\":null,\"multiValueHeaders\":null,\"requestContext\":null}",
                "{\"queryStringParameters\":{},\"multiValueQueryStringParameters\":{},\"requestContext\":{}}",
                "{\"unknown\":{\"a\":[{}]},\"path\":\"/\\u00e4%2F\",\"body\":null,\"isBase64Encoded\":false}",
                "{\"headers\":{\"Accept\":\"b\",\"X\":\"\"},\"multiValueHeaders\":{\"Accept\":[\"a\",\"b\"],\"X\":[\"\"]}}",
                "{\"requestContext\":{\"authorizer\":null}}",
                "{\"requestContext\":{\"authorizer\":{}}}",
            })
    void reads_what_the_runtime_reads(String json) throws IOException {
        assertThatBothRead(json);
    }

    @Test
    void reads_a_whole_event_as_the_runtime_does() throws IOException {
        assertThatBothRead("""
                {"resource":"/orders/{orderId}","path":"/orders/o","httpMethod":"GET","headers":{"Accept":"*/*"},
                 "multiValueHeaders":{"Accept":["text/plain","*/*"]},"queryStringParameters":{"asOf":"b"},
                 "multiValueQueryStringParameters":{"asOf":["a","b"]},"pathParameters":{"orderId":"o"},
                 "stageVariables":{"v":"1"},"requestContext":%s,"body":"{}","isBase64Encoded":true}""".formatted(CONTEXT));
    }

    private static void assertThatBothRead(String json) throws IOException {
        var theirs = LambdaEventSerializers.serializerFor(
                        APIGatewayProxyRequestEvent.class, ProxyEventsTest.class.getClassLoader())
                .fromJson(json);
        var ours = ProxyEvents.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
        assertThat(ours.getResource()).isEqualTo(theirs.getResource());
        assertThat(ours.getPath()).isEqualTo(theirs.getPath());
        assertThat(ours.getHttpMethod()).isEqualTo(theirs.getHttpMethod());
        assertThat(ours.getHeaders()).isEqualTo(theirs.getHeaders());
        assertThat(ours.getMultiValueHeaders()).isEqualTo(theirs.getMultiValueHeaders());
        assertThat(ours.getQueryStringParameters()).isEqualTo(theirs.getQueryStringParameters());
        assertThat(ours.getMultiValueQueryStringParameters()).isEqualTo(theirs.getMultiValueQueryStringParameters());
        assertThat(ours.getRequestContext() == null).isEqualTo(theirs.getRequestContext() == null);
        if (theirs.getRequestContext() != null) {
            assertThat(ours.getRequestContext().getRequestId())
                    .isEqualTo(theirs.getRequestContext().getRequestId());
            Map<String, Object> authorizer = theirs.getRequestContext().getAuthorizer();
            assertThat(ours.getRequestContext().getAuthorizer() == null).isEqualTo(authorizer == null);
            if (authorizer != null) {
                assertThat(ours.getRequestContext().getAuthorizer().get("claims"))
                        .isEqualTo(authorizer.get("claims"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{\"path\":"})
    void refuses_what_is_no_event(String json) {
        assertThatThrownBy(() -> ProxyEvents.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void answers_what_the_gateway_reads() throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new ApiFixture()
                .api.handleRequest(
                        new ByteArrayInputStream(
                                "{\"httpMethod\":\"GET\",\"path\":\"/health\"}".getBytes(StandardCharsets.UTF_8)),
                        output,
                        NoContext.INSTANCE);
        var theirs = LambdaEventSerializers.serializerFor(
                        APIGatewayProxyResponseEvent.class, ProxyEventsTest.class.getClassLoader())
                .fromJson(new ByteArrayInputStream(output.toByteArray()));
        assertThat(theirs.getStatusCode()).isEqualTo(200);
        assertThat(theirs.getBody()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(theirs.getHeaders()).containsEntry("Content-Type", "application/json");
        assertThat(JSON.readTree(output.toByteArray()).path("isBase64Encoded").isBoolean())
                .isTrue();
    }
}
