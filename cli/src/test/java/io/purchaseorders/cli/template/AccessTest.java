package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.handlers.api.http.Groups;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who may do what: a client and a set of scopes for each kind of user, and no more of the API than everybody can have. */
class AccessTest {

    /** Concurrency of a new account, in all. */
    private static final int NEW_ACCOUNT = 10;

    /** A stream begins with so many shards, each of which takes one invocation at a time: DynamoDB's tables on demand. */
    private static final int FIRST_SHARDS = 4;

    private final JsonNode main = Templates.main();
    private final JsonNode users = Templates.read("users.yaml");

    @Test
    void every_kind_of_user_has_a_client_with_its_scopes() {
        Map<String, List<String>> scopes = new LinkedHashMap<>();
        Templates.ofType(users, "AWS::Cognito::UserPoolClient")
                .forEach((name, client) ->
                        scopes.put(name, Templates.texts(client.at("/Properties/AllowedOAuthScopes"))));
        Templates.ofType(Templates.read("publisher.yaml"), "AWS::Cognito::UserPoolClient")
                .forEach((name, client) ->
                        scopes.put(name, Templates.texts(client.at("/Properties/AllowedOAuthScopes"))));
        assertThat(scopes)
                .isEqualTo(Map.of(
                        "UserClient", List.of("openid", "orders/read", "orders/audit"),
                        "ReaderClient", List.of("orders/read"),
                        "MachineClient", List.of("orders/read", "orders/audit"),
                        "PublisherClient", List.of("orders/publish")));
    }

    @Test
    void groups_are_those_that_the_api_opens_something_to() {
        assertThat(Templates.ofType(users, "AWS::Cognito::UserPoolGroup").values())
                .extracting(group -> group.at("/Properties/GroupName").asText())
                .containsExactlyInAnyOrderElementsOf(Groups.NAMES);
    }

    @Test
    void nobody_may_publish_but_by_a_policy_that_is_bound_to_a_source() {
        Templates.names().forEach(name -> {
            Templates.walk(Templates.read(name), (member, value) -> {
                if (member.equals("PolicyDocument")) {
                    Templates.elements(value.path("Statement"))
                            .filter(statement ->
                                    statement.path("Effect").asText().equals("Allow")
                                            && Templates.texts(statement.path("Action"))
                                                    .contains("events:PutEvents"))
                            .forEach(statement -> assertThat(statement
                                            .at("/Condition/StringEquals/events:source")
                                            .toString())
                                    .as(name)
                                    .isIn("{\"Ref\":\"Source\"}", "\"smoke-test\""));
                }
            });
        });
        assertThat(Templates.text("publisher.yaml")).contains("events:PutEvents");
    }

    /** What one answer reads much for, and what needs no token, has a rate of its own below that of the rest. */
    @Test
    void wide_reads_and_calls_without_a_token_have_rates_of_their_own() {
        Map<String, Integer> rates = new LinkedHashMap<>();
        Templates.elements(main.at("/Resources/OrdersApiStage/Properties/MethodSettings"))
                .filter(settings -> settings.path("ThrottlingRateLimit").isNumber())
                .forEach(settings -> rates.put(
                        settings.path("HttpMethod").asText() + " "
                                + settings.path("ResourcePath")
                                        .asText()
                                        .substring(1)
                                        .replace("~1", "/"),
                        settings.path("ThrottlingRateLimit").asInt()));
        Set<String> routes = new TreeSet<>();
        Templates.read("openapi.yaml")
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> routes.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        assertThat(routes).containsAll(rates.keySet());
        assertThat(rates.keySet())
                .contains(
                        "GET /aggregations/{aggregationKey}/explain",
                        "GET /rankings",
                        "GET /rejections",
                        "POST /receipts",
                        "GET /health");
        int rest = main.at("/Parameters/ApiRequestsPerSecond/Default").asInt();
        assertThat(rates.values()).allMatch(rate -> rate <= rest / 10);
    }

    /** New accounts have a concurrency of 10 in all, of which none can be reserved: the default stack must do with it. */
    @Test
    void the_default_stack_does_with_the_concurrency_of_a_new_account() {
        int reserved = 0;
        for (JsonNode function : Templates.ofType(main, "AWS::Lambda::Function").values()) {
            JsonNode concurrency = function.at("/Properties/ReservedConcurrentExecutions");
            if (!concurrency.isMissingNode()) {
                reserved += Integer.parseInt(main.path("Parameters")
                        .path(concurrency.at("/Fn::If/1/Ref").asText())
                        .path("Default")
                        .asText());
                assertThat(concurrency.at("/Fn::If/2/Ref").asText()).isEqualTo("AWS::NoValue");
            }
        }
        assertThat(reserved).as("reserved by default").isZero();
        int processors = main.at("/Resources/EventsToProcessor/Properties/ScalingConfig/MaximumConcurrency/Fn::If/2")
                .asInt();
        long streams = Templates.ofType(main, "AWS::Lambda::EventSourceMapping").values().stream()
                .filter(mapping -> mapping.path("Properties").has("StartingPosition"))
                .count();
        assertThat(processors + streams * FIRST_SHARDS)
                .as("used by the queue and the stream at once; readers need one at least")
                .isLessThan(NEW_ACCOUNT);
    }
}
