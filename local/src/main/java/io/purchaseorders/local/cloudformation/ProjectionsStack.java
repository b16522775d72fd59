package io.purchaseorders.local.cloudformation;

import io.purchaseorders.stream.MappingSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/**
 * What one generation of projections consists of: a table, and the consumer of the events' stream that writes it.
 *
 * @param number 1 for the generation that the template itself deploys
 * @param mapping how the function consumes the stream
 */
public record ProjectionsStack(
        int number,
        CreateTableRequest table,
        FunctionDefinition function,
        Optional<Role> role,
        MappingSettings mapping) {

    private static final String TABLE = "AGGREGATIONS_TABLE";
    private static final String GENERATION = "GENERATION";
    private static final String RESOURCE = "table/";

    /** The generation of this number, after the function and table that the template has. */
    static ProjectionsStack of(StackTemplate template, String functionLogicalId, int number) {
        FunctionDefinition function = template.functions().stream()
                .filter(one -> one.logicalId().equals(functionLogicalId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The template has no function " + functionLogicalId));
        String first = function.environment().getOrDefault(TABLE, "");
        CreateTableRequest table = template.tables().stream()
                .filter(one -> one.tableName().equals(first))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The template has no table " + first));
        MappingSettings mapping = template.mappings().stream()
                .filter(one -> template.functionOf(one.functionArn()).equals(function))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Nothing consumes the stream"));
        String ending = number == 1 ? "" : "-" + number;
        Map<String, String> environment = new HashMap<>(function.environment());
        environment.put(GENERATION, String.valueOf(number));
        return new ProjectionsStack(
                number,
                table.toBuilder().tableName(first + ending).build(),
                new FunctionDefinition(
                        function.logicalId(),
                        function.name() + ending,
                        function.arn() + ending,
                        function.handler(),
                        function.roleReference(),
                        environment,
                        function.timeoutSeconds(),
                        function.memoryMegabytes()),
                template.role(function).map(role -> renamed(role, first, first + ending)),
                mapping);
    }

    /** The role of a consumer: the table of its own generation, and no other one. */
    private static Role renamed(Role role, String from, String to) {
        return new Role(
                role.logicalId(),
                role.statements().stream()
                        .map(statement -> new Role.Statement(
                                statement.actions(),
                                statement.resources().stream()
                                        .map(resource -> isOf(from, resource) ? ofOther(from, to, resource) : resource)
                                        .toList(),
                                statement.leadingKeys()))
                        .toList(),
                keysToo(role.partitionKeys(), from, to));
    }

    /** Whether a resource is this table, or an index of it. */
    private static boolean isOf(String table, String resource) {
        return resource.equals(RESOURCE + table) || resource.startsWith(RESOURCE + table + "/");
    }

    private static String ofOther(String from, String to, String resource) {
        return RESOURCE + to + resource.substring((RESOURCE + from).length());
    }

    private static Map<String, String> keysToo(Map<String, String> partitionKeys, String from, String to) {
        Map<String, String> keys = new HashMap<>(partitionKeys);
        keys.put(to, keys.getOrDefault(from, ""));
        return keys;
    }

    /** The role of a reader, who may read the tables of all generations. */
    static Role reading(Role role, String first) {
        return new Role(
                role.logicalId(),
                role.statements().stream()
                        .map(statement -> new Role.Statement(
                                statement.actions(),
                                statement.resources().stream()
                                        .flatMap(resource -> isOf(first, resource)
                                                ? Stream.of(resource, ofOther(first, first + "-*", resource))
                                                : Stream.of(resource))
                                        .toList(),
                                statement.leadingKeys()))
                        .toList(),
                role.partitionKeys());
    }
}
