package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.stores.Generations;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stream mappings of a deployed stack, which follow as Lambda's do: in a state between for a while, in which they refuse. */
class MappedFeedTest {

    private static final String MAPPINGS = "/2015-03-31/event-source-mappings";
    private static final List<String> PROPERTIES =
            List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.endpointUrlLambda");

    private final Map<String, String> states = new ConcurrentHashMap<>(
            Map.of("order-aggregator-prod:live", "Enabled", "order-aggregator-prod-2:live", "Enabled"));
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private final StringWriter said = new StringWriter();
    private LocalSystem system;
    private HttpServer lambda;
    private MappedFeed feed;

    @BeforeEach
    void start() throws IOException {
        system = LocalSystem.start(StackTemplate.packaged(Map.of("Environment", "local")), 0, 0, null);
        lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        lambda.createContext(MAPPINGS, this::answer);
        lambda.start();
        System.setProperty("aws.accessKeyId", "any");
        System.setProperty("aws.secretAccessKey", "any");
        System.setProperty(
                "aws.endpointUrlLambda",
                "http://localhost:" + lambda.getAddress().getPort());
        feed = new MappedFeed(
                "eu-west-1",
                "prod",
                GenerationTables.of(LiveTables.local(system.dynamodbEndpoint(), "local")),
                new PrintWriter(said, true),
                Duration.ofMillis(100));
    }

    @AfterEach
    void stop() {
        PROPERTIES.forEach(System::clearProperty);
        lambda.stop(0);
        system.close();
    }

    /** Each look at a mapping that changes brings it to its new state for the next one. */
    private void answer(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().replaceAll(".*/", "");
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (exchange.getRequestMethod().equals("PUT")) {
            String state = states.getOrDefault(id, "");
            if (state.endsWith("ing")) {
                exchange.getResponseHeaders().add("x-amzn-ErrorType", "ResourceInUseException");
                send(exchange, 400, "{}");
                return;
            }
            boolean isEnabled = new JsonMapper()
                    .readTree(exchange.getRequestBody())
                    .path("Enabled")
                    .asBoolean();
            states.put(id, isEnabled ? "Enabling" : "Disabling");
            changes.add(id + " " + isEnabled);
            send(exchange, 202, mapping(id));
            return;
        }
        String function = query.replaceAll(".*FunctionName=([^&]*).*", "$1");
        if (!states.containsKey(function)) {
            exchange.getResponseHeaders().add("x-amzn-ErrorType", "ResourceNotFoundException");
            send(exchange, 404, "{}");
            return;
        }
        String answer = "{\"EventSourceMappings\":[" + mapping(function) + "]}";
        states.computeIfPresent(
                function, (name, state) -> state.endsWith("ing") ? state.replaceAll("ing$", "ed") : state);
        send(exchange, 200, answer);
    }

    private String mapping(String id) {
        return "{\"UUID\":\"" + id + "\",\"State\":\"" + states.get(id) + "\"}";
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void a_generation_is_held_once_its_mapping_is_disabled_and_fed_once_it_is_enabled() throws Exception {
        feed.hold(1);
        assertThat(states).containsEntry("order-aggregator-prod:live", "Disabled");
        assertThat(states).containsEntry("order-aggregator-prod-2:live", "Enabled");
        Generations register = Generations.first(ZoneOffset.UTC);
        feed.requireHeld(register, 1);
        feed.resume(1);
        assertThat(states).containsEntry("order-aggregator-prod:live", "Enabled");
        assertThat(changes).containsExactly("order-aggregator-prod:live false", "order-aggregator-prod:live true");
        assertThat(said.toString()).contains("generation 1 stands still");
        assertThatThrownBy(() -> feed.requireHeld(register, 1))
                .isInstanceOf(UsageProblem.class)
                .hasMessageContaining("was enabled before another generation was made live");
    }

    @Test
    void one_that_a_killed_command_left_disabled_or_on_its_way_there_is_enabled_and_one_that_is_fed_is_let_alone()
            throws Exception {
        states.put("order-aggregator-prod:live", "Disabling");
        feed.resume(1);
        feed.resume(2);
        assertThat(states).containsEntry("order-aggregator-prod:live", "Enabled");
        assertThat(changes).containsExactly("order-aggregator-prod:live true");
    }

    @Test
    void restored_tables_without_functions_stand_still_by_themselves() throws Exception {
        states.clear();
        feed.hold(1);
        feed.resume(1);
        assertThat(changes).isEmpty();
    }
}
