package io.purchaseorders.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.purchaseorders.local.cloudformation.FunctionDefinition;
import io.purchaseorders.local.cloudformation.Role;
import io.purchaseorders.local.cloudformation.Role.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

class RoleEnforcementTest {

    private static final Map<String, String> KEYS = Map.of("T", "k");

    /** Puts an item with the key of its payload, in a thread of its own, where nothing listens. */
    public static final class Writer implements RequestStreamHandler {

        private final URI nowhere;

        public Writer(Map<String, String> environment) throws IOException {
            nowhere = nowhere();
        }

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            String key = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            try (var threads =
                    Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
                CompletableFuture.runAsync(() -> put(nowhere, key), threads).join();
            }
        }
    }

    private static URI nowhere() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return URI.create("http://localhost:" + free.getLocalPort());
        }
    }

    private static void put(URI nowhere, String key) {
        try (DynamoDbClient client = DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .region(Region.US_EAST_1)
                .endpointOverride(nowhere)
                .overrideConfiguration(calls -> calls.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build()) {
            client.putItem(put -> put.tableName("T").item(Map.of("k", AttributeValue.fromS(key))));
        }
    }

    private static LambdaFunction writer(Optional<Role> role) {
        return new LambdaFunction(
                new FunctionDefinition("L", "writer", "arn", Writer.class.getName(), "", Map.of(), 30, 128),
                Map.of(),
                role);
    }

    private static Optional<Role> role(String action, String resource, String... leadingKeys) {
        return Optional.of(
                new Role("R", List.of(new Statement(List.of(action), List.of(resource), List.of(leadingKeys))), KEYS));
    }

    private static void refuses(Optional<Role> role, String key) {
        assertThatThrownBy(() -> writer(role).invoke(key.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(FunctionError.class)
                .hasMessageContaining("writer is not authorized to perform dynamodb:PutItem on table/T")
                .hasMessageContaining("iamroles.yaml");
    }

    private static void lets(Optional<Role> role, String key) {
        assertThatThrownBy(() -> writer(role).invoke(key.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("Connection refused");
    }

    @Test
    void what_the_role_does_not_allow_is_refused_in_whatever_thread() {
        refuses(Optional.of(new Role("R", List.of(), KEYS)), "a");
        refuses(role("dynamodb:UpdateItem", "table/T"), "a");
        refuses(role("dynamodb:PutItem", "table/T2"), "a");
        refuses(role("dynamodb:PutItem", "table/T/index/I"), "a");
        refuses(role("dynamodb:PutItem", "table/T", "b", "a#*"), "a");
    }

    @Test
    void what_the_role_allows_goes_through() {
        lets(role("dynamodb:PutItem", "table/T"), "a");
        lets(role("dynamodb:PutItem", "table/T", "b", "a#*"), "a#1");
        lets(Optional.empty(), "a");
    }

    @Test
    void a_query_is_held_to_the_partition_that_it_names() {
        QueryRequest query = QueryRequest.builder()
                .tableName("T")
                .keyConditionExpression("k = :partition AND begins_with(s, :prefix)")
                .expressionAttributeValues(
                        Map.of(":partition", AttributeValue.fromS("a#1"), ":prefix", AttributeValue.fromS("b")))
                .build();
        assertThat(Call.of("Query", query, KEYS))
                .containsExactly(new Call("dynamodb:Query", "table/T", Optional.of("a#1")));
        assertThat(Call.of("Query", query.toBuilder().indexName("I").build(), Map.of("T", "other")))
                .containsExactly(new Call("dynamodb:Query", "table/T/index/I", Optional.empty()));
    }

    @Test
    void a_thread_that_was_started_while_a_role_was_assumed_is_held_to_it_no_longer_than_that() throws Exception {
        URI nowhere = nowhere();
        try (var pool = Executors.newSingleThreadExecutor()) {
            Callable<Void> puts = () -> {
                put(nowhere, "a");
                return null;
            };
            RoleEnforcement.as(new Role("R", List.of(), KEYS), () -> {
                assertThatThrownBy(() -> pool.submit(puts).get())
                        .hasMessageContaining("who runs as R is not authorized to perform dynamodb:PutItem on table/T");
                return null;
            });
            assertThatThrownBy(() -> pool.submit(puts).get()).hasMessageContaining("Connection refused");
        }
    }

    @Test
    void what_runs_outside_of_a_function_may_do_anything() {
        assertThat(LambdaFunction.running()).isEmpty();
    }
}
