package io.purchaseorders.local.cloudformation;

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

    /** Where a statement does not look at the partition key. */
    public static final String ANY_KEY = "*";

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

        /** The patterns of keys that it allows, {@link #ANY_KEY} where any is. */
        public List<String> keys() {
            return leadingKeys.isEmpty() ? List.of(ANY_KEY) : leadingKeys;
        }
    }

    public Role {
        statements = List.copyOf(statements);
        partitionKeys = Map.copyOf(partitionKeys);
    }

    /** @param leadingKey the partition key of the item, where the call names one */
    public boolean allows(String action, String resource, Optional<String> leadingKey) {
        return permission(action, resource, leadingKey).isPresent();
    }

    /** The pattern of keys by which a call is allowed, {@link #ANY_KEY} where any is; empty where it is refused. */
    public Optional<String> permission(String action, String resource, Optional<String> leadingKey) {
        return statements.stream()
                .filter(statement -> statement.actions().contains(action))
                .filter(statement -> statement.resources().stream().anyMatch(pattern -> matches(pattern, resource)))
                .flatMap(statement -> statement.keys().stream()
                        .filter(pattern -> pattern.equals(ANY_KEY)
                                || leadingKey
                                        .filter(key -> matches(pattern, key))
                                        .isPresent()))
                .findFirst();
    }

    private static boolean matches(String pattern, String text) {
        return text.matches(expression(pattern));
    }

    private static String expression(String pattern) {
        return Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }
}
