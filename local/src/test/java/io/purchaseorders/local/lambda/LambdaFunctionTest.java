package io.purchaseorders.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.local.cloudformation.FunctionDefinition;
import io.purchaseorders.local.standin.StandIns;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LambdaFunctionTest {

    private static final Map<String, String> TABLES = Map.of("EVENTS_TABLE", "e", "AGGREGATIONS_TABLE", "a");

    private static LambdaFunction function(Class<?> handler, int timeoutSeconds) {
        return new LambdaFunction(
                new FunctionDefinition("L", "name", "arn", handler.getName(), "", TABLES, timeoutSeconds, 128),
                Map.of(),
                Optional.empty());
    }

    private static String invoke(LambdaFunction function, String payload) throws FunctionError {
        return new String(function.invoke(payload.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void a_window_event_arrives_with_its_records_and_its_state() throws Exception {
        StandIns.forget();
        String answer = invoke(function(StandIns.Aggregator.class, 30), """
                {"Records":[{"eventID":"1","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb",
                  "awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1795441500,
                  "Keys":{"orderId":{"S":"o-1"}},"NewImage":{"orderId":{"S":"o-1"},"n":{"N":"12.50"},"z":{"NULL":true}},
                  "SequenceNumber":"11","SizeBytes":3,"StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":"arn"}],
                 "window":{"start":"2026-11-23T10:00:00Z","end":"2026-11-23T10:01:00Z"},"state":{"count":"4"},
                 "shardId":"s-1","eventSourceARN":"arn","isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false}
                """);
        assertThat(new JsonMapper().readTree(answer).path("state").path("count").asText())
                .isEqualTo("5");
        var event = StandIns.BATCHES.getFirst();
        assertThat(event.getShardId()).isEqualTo("s-1");
        assertThat(event.getIsFinalInvokeForWindow()).isTrue();
        assertThat(event.getWindow().getStart()).isEqualTo("2026-11-23T10:00:00Z");
        assertThat(event.getRecords().getFirst().getDynamodb().getNewImage())
                .hasEntrySatisfying("n", value -> assertThat(value.getN()).isEqualTo("12.50"));
    }

    @Test
    void a_proxy_event_goes_through_the_runtime_serializers() throws Exception {
        assertThat(invoke(function(StandIns.Api.class, 30), "{\"path\":\"/x\",\"httpMethod\":\"GET\"}"))
                .contains("\"statusCode\":200", "/x name true");
    }

    @Test
    void other_types_are_read_as_plain_objects() throws Exception {
        assertThat(invoke(function(Adder.class, 30), "{\"a\":1,\"b\":2}")).isEqualTo("3");
    }

    @Test
    void what_the_handler_throws_is_a_function_error() {
        assertThatThrownBy(() -> invoke(function(StandIns.Api.class, 30), "{\"path\":\"/broken\"}"))
                .isInstanceOfSatisfying(
                        FunctionError.class,
                        error -> assertThat(error.errorType()).isEqualTo("java.lang.IllegalStateException"));
    }

    @Test
    void a_handler_that_hangs_is_timed_out() {
        assertThatThrownBy(() -> invoke(function(Hanging.class, 1), "{}"))
                .isInstanceOfSatisfying(
                        FunctionError.class,
                        error -> assertThat(error.errorType()).isEqualTo("Sandbox.Timedout"));
    }

    @Test
    void a_class_that_does_not_exist_is_a_function_error() {
        var gone = new LambdaFunction(
                new FunctionDefinition("L", "n", "a", "no.Such", "", TABLES, 3, 128), Map.of(), Optional.empty());
        assertThatThrownBy(() -> gone.invoke(new byte[0])).hasMessageContaining("no.Such");
    }

    public static final class Adder implements RequestHandler<Map<String, Integer>, Integer> {
        public Adder(Map<String, String> environment) {
            assertThat(environment).containsEntry("AWS_LAMBDA_FUNCTION_NAME", "name");
        }

        @Override
        public Integer handleRequest(Map<String, Integer> numbers, Context context) {
            return numbers.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    public static final class Hanging implements RequestStreamHandler {
        public Hanging(Map<String, String> environment) {
            assertThat(environment).isNotEmpty();
        }

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
