package io.purchaseorders.local.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads a policy of an {@code AWS::IAM::Role}, in the few forms that the templates use. */
final class RoleReader {

    /** Of a function's role the policy for what its own code calls. */
    static final String CALLS = "calls";

    /** What a request does not show: it names a mapping and not the mapping's function. RolesTest holds the template to it. */
    private static final String UNSEEN = "lambda:FunctionArn";

    private static final String OF_KEYS = "kms:";

    private RoleReader() {}

    /** Without permissions on keys, which services use and no call of ours. */
    static Role read(String logicalId, JsonNode properties, String policyName, Map<String, String> partitionKeys) {
        List<Role.Statement> statements = elements(properties.path("Policies"))
                .filter(policy -> policy.path("PolicyName").asText().equals(policyName))
                .flatMap(policy -> elements(policy.path("PolicyDocument").path("Statement")))
                .filter(statement -> !texts(statement.path("Action")).stream().allMatch(one -> one.startsWith(OF_KEYS)))
                .map(RoleReader::statement)
                .toList();
        return new Role(logicalId, statements, partitionKeys);
    }

    private static Role.Statement statement(JsonNode statement) {
        if (!statement.path("Effect").asText().equals("Allow")) {
            throw new IllegalArgumentException("Only permissions can be read, not " + statement);
        }
        return new Role.Statement(
                texts(statement.path("Action")),
                texts(statement.path("Resource")).stream()
                        .map(RoleReader::lastPart)
                        .toList(),
                leadingKeys(statement.path("Condition")));
    }

    private static List<String> leadingKeys(JsonNode condition) {
        if (condition.isMissingNode() || condition.path("ArnLike").has(UNSEEN)) {
            return List.of();
        }
        String operator =
                condition.has("ForAllValues:StringEquals") ? "ForAllValues:StringEquals" : "ForAllValues:StringLike";
        JsonNode keys = condition.path(operator).path("dynamodb:LeadingKeys");
        if (condition.size() != 1 || keys.isMissingNode()) {
            throw new IllegalArgumentException("The local system cannot judge the condition " + condition
                    + "; teach it to RoleReader, or use another one.");
        }
        return texts(keys);
    }

    /** Of arn:aws:dynamodb:region:account:table/T, table/T; a stream without its time, which differs everywhere. */
    private static String lastPart(String arn) {
        if (arn.equals("*")) {
            return arn;
        }
        String part = arn.split(":", 6)[5];
        int stream = part.indexOf("/stream/");
        return stream < 0 ? part : part.substring(0, stream) + "/stream";
    }

    private static List<String> texts(JsonNode oneOrMore) {
        return oneOrMore.isArray() ? elements(oneOrMore).map(JsonNode::asText).toList() : List.of(oneOrMore.asText());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
