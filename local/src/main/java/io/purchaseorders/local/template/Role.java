package io.purchaseorders.local.template;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a role lets a function's own code call.
 *
 * @param statements those of its policy {@code calls}; the other one, {@code platform}, is what Lambda does in its name
 * @param partitionKeys the attribute that each table is partitioned by
 */
public record Role(String logicalId, List<Statement> statements, Map<String, String> partitionKeys) {

    /**
     * One permission.
     *
     * @param resources the last part of their ARNs: {@code table/T}, {@code table/T/index/I}, {@code table/T/stream}
     * @param leadingKeys patterns, one of which the partition key must match; none for any key
     */
    public record Statement(List<String> actions, List<String> resources, List<String> leadingKeys) {

        public Statement {
            actions = List.copyOf(actions);
            resources = List.copyOf(resources);
            leadingKeys = List.copyOf(leadingKeys);
        }
    }

    public Role {
        statements = List.copyOf(statements);
        partitionKeys = Map.copyOf(partitionKeys);
    }

    /** @param leadingKey the partition key of the item, where the call names one */
    public boolean allows(String action, String resource, Optional<String> leadingKey) {
        return statements.stream()
                .anyMatch(statement -> statement.actions().contains(action)
                        && matches(statement.resources(), resource)
                        && (statement.leadingKeys().isEmpty()
                                || leadingKey
                                        .filter(key -> matches(statement.leadingKeys(), key))
                                        .isPresent()));
    }

    private static boolean matches(List<String> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> text.matches(expression(pattern)));
    }

    private static String expression(String pattern) {
        return Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }
}
