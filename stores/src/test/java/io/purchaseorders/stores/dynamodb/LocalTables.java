package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.events.AuthenticatedText;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.KeptEventCodes;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/** A DynamoDB Local for the tests of this module, one server a test run, three fresh tables a test. */
@NullMarked
public final class LocalTables {

    private static final AtomicInteger TABLES = new AtomicInteger();
    private static final String ENDPOINT = start();

    /** The key of every test's authentication codes. */
    public static final EventCodes CODES = KeptEventCodes.of("a key of these tests, with 32 characters at least");

    private LocalTables() {}

    /** The engine without a server, started by the first test that asks for it. */
    private static final class InProcess {
        private static final boolean TELLS_NOBODY = true;
        private static final AmazonDynamoDBLocal ENGINE = DynamoDBEmbedded.create(TELLS_NOBODY);
        private static final DynamoDbClient CLIENT = ENGINE.dynamoDbClient();
    }

    /** The authentication code that an item would have if this system had written it. */
    public static String codeOf(Map<String, String> item) {
        return CODES.sign(new AuthenticatedText(
                        item.getOrDefault(StoredNames.ORDER_ID, ""),
                        item.getOrDefault(StoredNames.TIMESTAMP, ""),
                        item.getOrDefault(StoredNames.TYPE, ""),
                        item.getOrDefault(StoredNames.SOURCE, ""),
                        item.getOrDefault(StoredNames.RECORDED_AT, ""),
                        item.getOrDefault(StoredNames.DETAIL, "")))
                .orElseThrow();
    }

    private static String start() {
        try (ServerSocket free = new ServerSocket(0)) {
            int port = free.getLocalPort();
            free.close();
            DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(
                    new String[] {"-inMemory", "-sharedDb", "-disableTelemetry", "-port", String.valueOf(port)});
            server.start();
            return "http://localhost:" + port;
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not start", e);
        }
    }

    /** What a function that works on these tables finds in its environment. */
    public static Map<String, String> environment(int number) {
        return Map.of(
                "EVENTS_TABLE",
                "events-" + number,
                "AGGREGATIONS_TABLE",
                "aggregations-" + number,
                "INTAKE_TABLE",
                "intake-" + number,
                "AWS_ENDPOINT_URL_DYNAMODB",
                ENDPOINT,
                "AWS_REGION",
                "us-east-1");
    }

    /** Three new, empty tables. */
    public static Tables create() {
        return create(Tables.of(environment(TABLES.incrementAndGet())).with(CODES));
    }

    /**
     * Three new, empty tables of the same engine, called as a library: for tests that send it ten thousands of requests, of
     * which signing, HTTP and JSON would take most of the time. The other tests hold what is the SDK's: nothing is tried
     * again here, and what fails within a paginator does so with an exception of the engine's own.
     */
    public static Tables inProcess() {
        int number = TABLES.incrementAndGet();
        return create(ImmutableTables.builder()
                .events("events-" + number)
                .firstAggregations("aggregations-" + number)
                .intake("intake-" + number)
                .client(InProcess.CLIENT)
                .streamsBuilder(InProcess.ENGINE::dynamoDbStreamsClient)
                .codes(CODES)
                .build());
    }

    private static Tables create(Tables tables) {
        tables.client()
                .createTable(table(tables.events(), "orderId", "timestamp", "customerId")
                        .globalSecondaryIndexes(index(StoredNames.CUSTOMER_INDEX, "customerId", "timestamp"))
                        .build());
        tables.client()
                .createTable(table(tables.aggregations(), "aggregationKey", "period", StoredNames.DIRECTORY)
                        .globalSecondaryIndexes(
                                index(StoredNames.DIRECTORY_INDEX, StoredNames.DIRECTORY, "aggregationKey"))
                        .build());
        tables.client()
                .createTable(table(tables.intake(), StoredNames.SUBJECT, StoredNames.ENTRY)
                        .build());
        return tables;
    }

    /** The same tables by a client whose every request passes {@code observer}, once before the SDK's retries begin. */
    public static Tables observed(Tables tables, ExecutionInterceptor observer) {
        return ImmutableTables.builder()
                .from(tables)
                .client(DynamoDbClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .region(Region.US_EAST_1)
                        .endpointOverride(URI.create(ENDPOINT))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                        .overrideConfiguration(client -> client.addExecutionInterceptor(observer))
                        .build())
                .build();
    }

    private static CreateTableRequest.Builder table(String name, String hash, String range, String... others) {
        return CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key(hash, KeyType.HASH), key(range, KeyType.RANGE))
                .attributeDefinitions(Stream.concat(Stream.of(hash, range), Stream.of(others))
                        .map(attribute -> AttributeDefinition.builder()
                                .attributeName(attribute)
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .toList());
    }

    private static GlobalSecondaryIndex index(String name, String hash, String range) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(key(hash, KeyType.HASH), key(range, KeyType.RANGE))
                .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                .build();
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }
}
