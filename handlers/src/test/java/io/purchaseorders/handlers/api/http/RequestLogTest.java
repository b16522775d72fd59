package io.purchaseorders.handlers.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import io.purchaseorders.handlers.api.ApiFixture;
import io.purchaseorders.handlers.api.Question;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class RequestLogTest {

    private static APIGatewayProxyRequestEvent request(String method, Map<String, Object> claims) {
        ProxyRequestContext context = new ProxyRequestContext();
        context.setRequestId("r-1");
        context.setAuthorizer(new HashMap<>(Map.of("claims", claims)));
        return ApiFixture.request(method, "/customers/Jane%20Doe/orders", "", "from", "secret")
                .withRequestContext(context);
    }

    private static Map<String, Object> fields(APIGatewayProxyRequestEvent request) {
        return RequestLog.fields(
                request, Question.of(EnumSet.allOf(Question.class), null, String.valueOf(request.getPath())), 200, 12);
    }

    @Test
    void a_line_tells_who_asked_for_which_route_and_how_it_went_and_nobodys_data() {
        assertThat(fields(
                        request("GET", Map.of("client_id", "app", "sub", "user-7", "username", "Jane", "scope", "x"))))
                .isEqualTo(Map.of(
                        "requestId", "r-1",
                        "method", "GET",
                        "route", "/customers/{customerId}/orders",
                        "status", 200,
                        "latencyMillis", 12L,
                        "principal", "app/user-7"));
    }

    @Test
    void a_machine_is_its_client_and_who_has_no_token_is_none() {
        assertThat(fields(request("GET", Map.of("client_id", "app", "sub", "app"))))
                .containsEntry("principal", "app");
        assertThat(fields(request("GET", Map.of()))).containsEntry("principal", "none");
        assertThat(RequestLog.fields(new APIGatewayProxyRequestEvent(), Optional.empty(), 404, 0))
                .containsEntry("principal", "none")
                .containsEntry("requestId", "none")
                .containsEntry("route", "none");
    }

    @Test
    void no_word_of_the_callers_own_gets_into_a_line() {
        assertThat(fields(request("G\nET", Map.of()))).containsEntry("method", "OTHER");
    }
}
