package io.purchaseorders.benchmarks.store;

import io.purchaseorders.local.cloudformation.FunctionDefinition;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.local.lambda.LambdaFunction;
import io.purchaseorders.local.secretsmanager.SecretsManager;
import io.purchaseorders.stores.dynamodb.Tables;
import io.purchaseorders.stream.MappingSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;

/**
 * A fresh DynamoDB Local with the tables of the template, and the template's functions upon it. Fresh, because its 3.3.1
 * slows down after some 20,000 stream records.
 */
public final class Server implements AutoCloseable {

    /** The service's longest timeout: however busy the machine is, nothing is tried again. */
    private static final int LONGEST_SECONDS = 900;

    private final StackTemplate template = StackTemplate.packaged();
    private final boolean hasCodes;
    private final SecretsManager secrets;
    private final LocalDynamo dynamo;

    private Server(boolean hasCodes) {
        this.hasCodes = hasCodes;
        this.secrets = SecretsManager.start(template.secretArns(), null);
        this.dynamo = LocalDynamo.start(0, null, template.tables());
    }

    public static Server start() {
        return new Server(true);
    }

    /** Whose processor and aggregator make and verify no authentication codes. */
    static Server startWithoutCodes() {
        return new Server(false);
    }

    public LocalDynamo dynamo() {
        return dynamo;
    }

    public String region() {
        return template.region();
    }

    /** How the aggregator consumes the events' stream, as the template has it. */
    public MappingSettings mapping() {
        return template.mappings().getFirst();
    }

    public LambdaFunction processor() {
        return function("OrderProcessorFunction", WithoutCodes.Processor.class);
    }

    public LambdaFunction aggregator() {
        return function("OrderAggregatorFunction", WithoutCodes.Aggregator.class);
    }

    public LambdaFunction api() {
        return function(definition("OrderApiFunction"));
    }

    public LambdaFunction audit() {
        return function(definition("OrderAuditFunction"));
    }

    /** Both tables with clients like the aggregator's. */
    public Tables tables() {
        Map<String, String> environment =
                new HashMap<>(definition("OrderAggregatorFunction").environment());
        environment.putAll(surroundings());
        return hasCodes ? Tables.of(environment) : WithoutCodes.tables(environment);
    }

    private LambdaFunction function(String logicalId, Class<?> withoutCodes) {
        FunctionDefinition of = definition(logicalId);
        return function(
                hasCodes
                        ? of
                        : new FunctionDefinition(
                                of.logicalId(),
                                of.name(),
                                of.arn(),
                                withoutCodes.getName(),
                                of.roleReference(),
                                of.environment(),
                                of.timeoutSeconds(),
                                of.memoryMegabytes()));
    }

    private LambdaFunction function(FunctionDefinition of) {
        FunctionDefinition patient = new FunctionDefinition(
                of.logicalId(),
                of.name(),
                of.arn(),
                of.handler(),
                of.roleReference(),
                of.environment(),
                LONGEST_SECONDS,
                of.memoryMegabytes());
        return new LambdaFunction(patient, surroundings(), Optional.empty()).warm();
    }

    private FunctionDefinition definition(String logicalId) {
        return template.functions().stream()
                .filter(function -> function.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> surroundings() {
        return Map.of(
                "AWS_ENDPOINT_URL_DYNAMODB", dynamo.endpoint().toString(),
                "AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.endpoint().toString(),
                "AWS_REGION", "us-east-1");
    }

    /** The stream of the events table, which has one shard here. */
    StreamDescription stream() {
        String arn = dynamo.streams()
                .listStreams(list -> list.tableName(tables().events()))
                .streams()
                .getLast()
                .streamArn();
        return dynamo.streams()
                .describeStream(describe -> describe.streamArn(arn))
                .streamDescription();
    }

    @Override
    public void close() {
        dynamo.close();
        secrets.close();
    }
}
