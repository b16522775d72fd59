package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.cloudformation.FunctionDefinition;
import io.purchaseorders.local.cloudformation.StackTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands with {@code --region}, on a system in another time zone than the template's default, behind a stand-in for Lambda. */
class DeployedStackTest {

    private static final String ZONE = "Asia/Kolkata";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> zones = new HashMap<>();
    private LocalSystem system;
    private HttpServer lambda;

    @BeforeEach
    void start() throws IOException {
        system = LocalSystem.start(
                StackTemplate.packaged(Map.of("Environment", "local", "ReportingTimeZone", ZONE)), 0, 0, null);
        lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        lambda.createContext("/2015-03-31/functions/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String environment = path.replaceAll(".*/order-aggregator-(.*)/configuration", "$1");
            String zone = zones.get(environment);
            byte[] body = (zone == null
                            ? "{\"Type\":\"User\",\"Message\":\"Function not found\"}"
                            : "{\"FunctionName\":\"f\",\"Environment\":{\"Variables\":{\"EVENTS_TABLE\":\"purchase-orders-local\","
                                    + "\"AGGREGATIONS_TABLE\":\"order-aggregations-local\",\"INTAKE_TABLE\":\"order-intake-local\","
                                    + "\"AWS_ENDPOINT_URL_DYNAMODB_STREAMS\":\"https://unreachable.invalid\""
                                    + (zone.isEmpty() ? "" : ",\"REPORTING_TIME_ZONE\":\"" + zone + "\"") + "}}}")
                    .getBytes(StandardCharsets.UTF_8);
            if (zone == null) {
                exchange.getResponseHeaders().add("x-amzn-ErrorType", "ResourceNotFoundException");
            }
            exchange.sendResponseHeaders(zone == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        lambda.start();
        set("aws.accessKeyId", "any");
        set("aws.secretAccessKey", "any");
        set("aws.endpointUrlLambda", "http://localhost:" + lambda.getAddress().getPort());
        set("aws.endpointUrlDynamoDb", system.dynamodbEndpoint().toString());
        LiveTables.tellKeys(
                system.dynamodbEndpoint(),
                system.secretFile(system.template().secretArns().stream()
                        .filter(arn -> arn.endsWith("event-keys"))
                        .findFirst()
                        .orElseThrow()));
        LiveTables live = LiveTables.at(system.dynamodbEndpoint(), "local");
        String detail =
                "{\"eventId\":\"e-1\",\"orderId\":\"PO-1\",\"occurredAt\":\"2026-11-23T20:15:30Z\",\"customerId\":\"C-1\","
                        + "\"currency\":\"EUR\",\"lines\":[{\"sku\":\"TEA\",\"quantity\":1,\"unitPrice\":\"2.50\"}]}";
        live.events()
                .append(new RecordedEvent(EventCodec.stored("OrderPlaced", detail), "test", Instant.now(), detail));
    }

    @AfterEach
    void stop() {
        properties.forEach((name, value) -> System.clearProperty(name));
        lambda.stop(0);
        system.close();
    }

    private void set(String name, String value) {
        properties.put(name, value);
        System.setProperty(name, value);
    }

    @Test
    void replay_reads_the_generations_time_zone_whatever_the_stacks_settings_say_by_now() {
        zones.put("prod", ZONE);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(CommandRun.of("replay", "--region", "eu-west-1", "--env", "prod"))
                        .returns("", CommandRun::err)
                        .returns(0, CommandRun::exitCode));
        // The zone of rows is that of their generation; the settings are for one that is not born yet.
        zones.put("prod", "UTC");
        assertThat(CommandRun.of("replay", "--region", "eu-west-1", "--env", "prod")
                        .exitCode())
                .isZero();
        // Restored tables have no functions: the stack that they come from says the zone.
        zones.put("prod", ZONE);
        CommandRun restored =
                CommandRun.of("replay", "--region", "eu-west-1", "--env", "local", "--settings-of", "prod");
        assertThat(restored.err()).isEmpty();
        assertThat(restored.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "replay", "export x", "quarantine list"})
    void a_stack_that_is_not_there_is_one_sentence(String command) {
        CommandRun run = CommandRun.of((command + " --region eu-west-1 --env prod").split(" "));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip())
                .hasLineCount(1)
                .contains("no stack of the environment prod in eu-west-1", "--env", "--settings-of");
    }

    @Test
    void a_stack_that_does_not_say_its_time_zone_is_not_guessed_at() {
        zones.put("prod", "");
        CommandRun run = CommandRun.of("check", "--region", "eu-west-1", "--env", "prod");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("does not say its reporting time zone");
    }

    @Test
    void what_tables_are_called_is_what_the_template_calls_them() {
        Map<String, String> deployed = new HashMap<>();
        for (FunctionDefinition function :
                StackTemplate.packaged(Map.of("Environment", "stage")).functions()) {
            function.environment().forEach((name, value) -> {
                if (name.endsWith("_TABLE")) {
                    deployed.put(name, value);
                }
            });
        }
        assertThat(deployed).containsKeys("EVENTS_TABLE", "AGGREGATIONS_TABLE");
        assertThat(LiveTables.names("stage")).containsAllEntriesOf(deployed);
    }
}
