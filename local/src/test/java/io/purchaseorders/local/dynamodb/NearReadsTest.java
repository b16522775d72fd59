package io.purchaseorders.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.local.host.Ports;
import io.purchaseorders.local.standin.StandIns;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Reads that do not go through HTTP answer what the others do. */
class NearReadsTest {

    private static final String TABLE = "purchase-orders-local";

    private final List<String> overHttp = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private DynamoServer server;

    @SuppressWarnings("NullAway.Init")
    private DynamoDbClient far;

    @SuppressWarnings("NullAway.Init")
    private DynamoDbStreamsClient farStreams;

    @BeforeEach
    void start() throws Exception {
        int port = Ports.claim(0, "--dynamodb-port");
        server = DynamoServer.start(port, null);
        URI endpoint = URI.create("http://localhost:" + port);
        ExecutionInterceptor counting = new ExecutionInterceptor() {
            @Override
            public void beforeTransmission(Context.BeforeTransmission sent, ExecutionAttributes attributes) {
                overHttp.add(sent.request().getClass().getSimpleName());
            }
        };
        far = LocalDynamo.connected(DynamoDbClient.builder(), endpoint)
                .overrideConfiguration(client -> client.addExecutionInterceptor(counting))
                .build();
        farStreams = LocalDynamo.connected(DynamoDbStreamsClient.builder(), endpoint)
                .overrideConfiguration(client -> client.addExecutionInterceptor(counting))
                .build();
        StandIns.template().tables().forEach(far::createTable);
        IntStream.range(0, 5)
                .forEach(i -> far.putItem(put -> put.tableName(TABLE)
                        .item(Map.of(
                                "orderId", AttributeValue.fromS("o"), "timestamp", AttributeValue.fromS("t" + i)))));
    }

    @AfterEach
    void stop() {
        far.close();
        farStreams.close();
        server.close();
    }

    private static QueryRequest.Builder query(String table) {
        return QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("orderId = :o")
                .expressionAttributeValues(Map.of(":o", AttributeValue.fromS("o")))
                .limit(2);
    }

    @Test
    void a_query_and_its_pages_are_those_of_http_and_send_nothing() {
        var first = far.query(query(TABLE).build()).items();
        var all = far.queryPaginator(query(TABLE).build()).items().stream().toList();
        assertThat(all).hasSize(5);
        overHttp.clear();
        DynamoDbClient near = server.near(far);
        assertThat(near.query(query(TABLE).build()).items()).isEqualTo(first);
        assertThat(near.queryPaginator(query(TABLE).build()).items()).containsExactlyElementsOf(all);
        assertThat(near.queryPaginator(pages -> pages.tableName(TABLE)
                                .keyConditionExpression("orderId = :o")
                                .expressionAttributeValues(Map.of(":o", AttributeValue.fromS("nobody"))))
                        .items())
                .isEmpty();
        assertThat(overHttp).isEmpty();
    }

    @Test
    void records_are_those_of_http_and_reading_them_sends_nothing() {
        String arn = farStreams
                .listStreams(list -> list.tableName(TABLE))
                .streams()
                .getFirst()
                .streamArn();
        String shard = farStreams
                .describeStream(describe -> describe.streamArn(arn))
                .streamDescription()
                .shards()
                .getFirst()
                .shardId();
        DynamoDbStreamsClient near = server.near(farStreams);
        String iterator = near.getShardIterator(wanted ->
                        wanted.streamArn(arn).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        var records = farStreams.getRecords(get -> get.shardIterator(iterator)).records();
        assertThat(records).hasSize(5);
        overHttp.clear();
        assertThat(near.getRecords(get -> get.shardIterator(iterator)).records())
                .isEqualTo(records);
        assertThat(overHttp).isEmpty();
    }

    @Test
    void what_the_engine_refuses_is_refused_as_over_http() {
        DynamoDbClient near = server.near(far);
        DynamoDbStreamsClient nearStreams = server.near(farStreams);
        assertThatThrownBy(() -> near.query(query("nowhere").build())).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() ->
                        near.query(query(TABLE).keyConditionExpression("=").build()))
                .isInstanceOf(DynamoDbException.class)
                .hasMessageContaining("KeyConditionExpression");
        assertThatThrownBy(() -> nearStreams.getRecords(get -> get.shardIterator("none")))
                .isInstanceOf(DynamoDbException.class);
    }

    @Test
    void everything_else_goes_over_http() {
        overHttp.clear();
        assertThat(server.near(far).listTables().tableNames()).contains(TABLE);
        assertThat(server.near(far)
                        .scanPaginator(scan -> scan.tableName(TABLE).limit(3))
                        .items())
                .hasSize(5);
        assertThat(overHttp).containsOnly("ListTablesRequest", "ScanRequest");
    }
}
