package io.purchaseorders.benchmarks.peers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What anything that reads DynamoDB by the SDK takes to start: the client as AWS advises for functions, one item by its
 * key, one attribute of it as the answer. It reads no event, writes no JSON, logs and counts nothing.
 */
public final class BareGetItem implements RequestStreamHandler {

    private final DynamoDbClient client = DynamoDbClient.builder()
            .region(Region.of(System.getenv("AWS_REGION")))
            .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
            .httpClient(UrlConnectionHttpClient.create())
            .build();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Map<String, AttributeValue> item = client.getItem(get -> get.tableName(System.getenv("EVENTS_TABLE"))
                        .key(Map.of(
                                "orderId", AttributeValue.fromS(System.getenv("ORDER_ID")),
                                "timestamp", AttributeValue.fromS(System.getenv("TIMESTAMP")))))
                .item();
        output.write(
                ('"' + item.getOrDefault("type", AttributeValue.fromS("")).s() + '"').getBytes(StandardCharsets.UTF_8));
    }
}
