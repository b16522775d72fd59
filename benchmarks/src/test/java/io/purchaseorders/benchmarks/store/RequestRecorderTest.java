package io.purchaseorders.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

class RequestRecorderTest {

    private static final String TABLE = "order-aggregations-local";

    @Test
    void what_was_recorded_and_is_sent_again_makes_the_same_items() throws Exception {
        List<SdkRequest> requests;
        Set<Map<String, AttributeValue>> made;
        try (LocalDynamo dynamo = started()) {
            DynamoDbClient client = dynamo.client();
            requests = RequestRecorder.during(() -> {
                for (int i = 0; i < 100; i++) {
                    count(client, "row-" + i % 7, i);
                    count(client, "row-" + i % 7, i); // refused, since it was counted already
                }
                return client;
            });
            made = items(client);
        }
        assertThat(requests).hasSize(200);
        try (LocalDynamo dynamo = started()) {
            RequestRecorder.send(requests, dynamo.client());
            assertThat(items(dynamo.client())).hasSize(7).isEqualTo(made);
        }
    }

    @Test
    void nothing_is_recorded_twice_at_a_time() {
        assertThatThrownBy(() -> RequestRecorder.during(() -> RequestRecorder.during(() -> "inner")))
                .hasMessageContaining("recorded already");
    }

    private static LocalDynamo started() {
        return LocalDynamo.start(0, null, StackTemplate.packaged().tables());
    }

    private static void count(DynamoDbClient client, String row, int through) {
        try {
            client.updateItem(update -> update.tableName(TABLE)
                    .key(Map.of("aggregationKey", AttributeValue.fromS(row), "period", AttributeValue.fromS("T")))
                    .updateExpression("ADD n :one SET through = :through")
                    .conditionExpression("attribute_not_exists(through) OR through < :through")
                    .expressionAttributeValues(Map.of(
                            ":one", AttributeValue.fromN("1"),
                            ":through", AttributeValue.fromN(Integer.toString(through)))));
        } catch (ConditionalCheckFailedException refused) {
            assertThat(refused.statusCode()).isEqualTo(400);
        }
    }

    private static Set<Map<String, AttributeValue>> items(DynamoDbClient client) {
        return new HashSet<>(client.scan(scan -> scan.tableName(TABLE)).items());
    }
}
