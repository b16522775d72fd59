package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.stores.dynamodb.Tables;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;

/** No call to AWS waits longer than the function that makes it, or for ever. */
class ClientTimeoutsTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));

    /** The shortest time-out of a function that calls. */
    private static final Duration FUNCTION = Duration.ofSeconds(29);

    private static void assertTimed(AwsServiceClientConfiguration client, Duration longest) {
        ClientOverrideConfiguration configuration = client.overrideConfiguration();
        assertThat(configuration.apiCallTimeout())
                .hasValueSatisfying(call -> assertThat(call).isLessThanOrEqualTo(longest));
        assertThat(configuration.apiCallAttemptTimeout())
                .hasValueSatisfying(attempt -> assertThat(attempt).isLessThanOrEqualTo(longest));
    }

    @Test
    void the_functions_clients_give_a_call_up_before_lambda_gives_them_up() {
        Map<String, String> environment = Map.of(
                "EVENTS_TABLE", "events", "AWS_REGION", "us-east-1", "AWS_ENDPOINT_URL_DYNAMODB", "http://localhost:1");
        Tables tables = Tables.of(environment);
        assertTimed(tables.client().serviceClientConfiguration(), FUNCTION);
        assertTimed(tables.streams().serviceClientConfiguration(), FUNCTION);
        try (Tables.Lent lent = Tables.lend(environment)) {
            assertTimed(lent.tables().client().serviceClientConfiguration(), FUNCTION);
        }
    }

    @Test
    void publishing_waits_for_half_a_minute_at_most() {
        try (var client = EventBridges.at(URI.create("http://localhost:1"), 1)) {
            assertTimed(client.serviceClientConfiguration(), Duration.ofSeconds(30));
        }
    }

    /** Whoever builds another client says how long its calls may take. */
    @Test
    void every_file_that_builds_a_client_of_the_sdk_sets_both_time_outs() throws IOException {
        for (String module : List.of("stores", "handlers", "replay", "cli", "log")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String text = Files.readString(file);
                    if (text.replace("HttpClient.builder()", "").contains("Client.builder()")) {
                        assertThat(text).as("%s", file).contains("apiCallTimeout(", "apiCallAttemptTimeout(");
                    }
                }
            }
        }
    }
}
