package io.purchaseorders.cli.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the role StackRole of deployer.yaml may do for an environment, worked out as IAM does it: what a statement denies no other
 * allows. Its AWS-managed policy, PowerUserAccess, allows what is not about identities, organizations and accounts.
 */
record StackRole(String environment) {

    static final String REGION = "ap-southeast-2";
    static final String ACCOUNT = "111122223333";
    static final String BOUNDARY = "arn:aws:iam::" + ACCOUNT + ":policy/purchase-orders-deployer/Boundary";

    private static final Set<String> BEYOND_POWER_USERS = Set.of("iam", "organizations", "account");

    private static final JsonNode POLICIES =
            Templates.read("deployer.yaml").at("/Resources/StackRole/Properties/Policies");

    /** @param context the values of condition keys; a key that the request does not have is missing */
    boolean may(String action, String resource, Map<String, String> context) {
        boolean isDenied = statements("Deny").anyMatch(statement -> matches(statement, action, resource, context));
        boolean isAllowed = !BEYOND_POWER_USERS.contains(action.substring(0, action.indexOf(':')))
                || statements("Allow").anyMatch(statement -> matches(statement, action, resource, context));
        return isAllowed && !isDenied;
    }

    /** The characters that count against the quota of a role's inline policies. */
    int policyCharacters() {
        return Templates.elements(POLICIES)
                .mapToInt(policy -> resolve(policy.path("PolicyDocument").toString())
                        .replaceAll("\\{\"Fn::Sub\":(\"[^\"]*\")}", "$1")
                        .replaceAll("\\s", "")
                        .length())
                .sum();
    }

    private static Stream<JsonNode> statements(String effect) {
        return Templates.elements(POLICIES)
                .flatMap(policy -> Templates.statements(policy.path("PolicyDocument")))
                .filter(statement -> statement.path("Effect").asText().equals(effect));
    }

    private boolean matches(JsonNode statement, String action, String resource, Map<String, String> context) {
        boolean isAbout = statement.has("NotResource")
                ? values(statement.path("NotResource")).noneMatch(pattern -> isLike(pattern, resource))
                : values(statement.path("Resource")).anyMatch(pattern -> isLike(pattern, resource));
        return isAbout
                && values(statement.path("Action")).anyMatch(pattern -> isLike(pattern, action))
                && statement.path("Condition").properties().stream()
                        .allMatch(operator -> operator.getValue().properties().stream()
                                .allMatch(key -> holds(
                                        operator.getKey(),
                                        context.get(key.getKey()),
                                        values(key.getValue()).toList())));
    }

    private static boolean holds(String operator, @Nullable String given, List<String> values) {
        return switch (operator) {
            case "Null" -> values.contains("true") == (given == null);
            case "StringEquals", "ArnEquals" ->
                given != null && values.stream().anyMatch(value -> isLike(value, given));
            // As IAM has it: what the request does not say differs from everything.
            case "StringNotEquals" -> given == null || values.stream().noneMatch(given::equals);
            default -> throw new AssertionError("the condition operator " + operator + " is not known here");
        };
    }

    private Stream<String> values(JsonNode oneOrMore) {
        Stream<JsonNode> nodes = oneOrMore.isArray() ? Templates.elements(oneOrMore) : Stream.of(oneOrMore);
        return nodes.map(node -> node.has("Fn::Sub")
                ? resolve(node.path("Fn::Sub").asText())
                : node.has("Ref") ? reference(node.path("Ref").asText()) : node.asText());
    }

    private String reference(String name) {
        return switch (name) {
            case "Environment" -> environment;
            case "Boundary" -> BOUNDARY;
            default -> throw new AssertionError("what is " + name + "?");
        };
    }

    /** A text with what stands in braces put in. */
    String resolve(String text) {
        return text.replace("${Environment}", environment)
                .replace("${Generation}", "2")
                .replace("${AWS::Partition}", "aws")
                .replace("${AWS::Region}", REGION)
                .replace("${AWS::AccountId}", ACCOUNT);
    }

    private static boolean isLike(String pattern, String text) {
        return Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), text);
    }
}
