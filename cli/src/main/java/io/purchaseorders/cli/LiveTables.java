package io.purchaseorders.cli;

import io.purchaseorders.local.cloudformation.FunctionDefinition;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.replay.Replay;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.net.URI;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/** The two tables of a running system, named as its template names them. */
record LiveTables(Tables tables, ZoneId zone) {

    /** Those of a system on this machine. */
    static LiveTables at(URI dynamoDb, String environment) {
        return of(environment, Map.of("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString(), "AWS_REGION", "us-east-1"));
    }

    /** Those of AWS, with the SDK's credentials. */
    static LiveTables in(String region, String environment) {
        return of(environment, Map.of("AWS_REGION", region));
    }

    private static LiveTables of(String environment, Map<String, String> surroundings) {
        FunctionDefinition aggregator = StackTemplate.packaged(Map.of("Environment", environment)).functions().stream()
                .filter(function -> function.logicalId().equals("OrderAggregatorFunction"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the template has no OrderAggregatorFunction"));
        Map<String, String> variables = new HashMap<>(aggregator.environment());
        variables.putAll(surroundings);
        return new LiveTables(Tables.of(variables), ZoneId.of(variables.getOrDefault("REPORTING_TIME_ZONE", "UTC")));
    }

    DynamoEventStore events() {
        return new DynamoEventStore(tables);
    }

    DynamoProjectionStore totals() {
        return new DynamoProjectionStore(tables);
    }

    DynamoQuarantineStore quarantine() {
        return new DynamoQuarantineStore(tables);
    }

    DynamoShardStore shards() {
        return new DynamoShardStore(tables);
    }

    Replay replay() {
        return new Replay(events(), totals(), zone);
    }
}
