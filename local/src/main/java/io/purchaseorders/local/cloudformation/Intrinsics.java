package io.purchaseorders.local.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;

/** The intrinsic functions of one template, as CloudFormation would work them out in the account of this machine. */
final class Intrinsics extends TemplateFunctions {

    static final String ACCOUNT = "000000000000";
    static final String REGION = "us-east-1";

    private static final Map<String, String> PSEUDO_PARAMETERS = Map.of(
            "AWS::AccountId", ACCOUNT,
            "AWS::Region", REGION,
            "AWS::Partition", "aws",
            "AWS::URLSuffix", "amazonaws.com",
            "AWS::StackName", "purchase-orders",
            "AWS::StackId", "arn:aws:cloudformation:us-east-1:000000000000:stack/purchase-orders/local");

    private final Map<String, String> parameters;

    Intrinsics(JsonNode template, Map<String, String> parameters) {
        super(template);
        this.parameters = parameters;
    }

    @Override
    protected JsonNode ref(String name) {
        String pseudo = PSEUDO_PARAMETERS.get(name);
        if (pseudo != null) {
            return TextNode.valueOf(pseudo);
        }
        JsonNode parameter = template().path("Parameters").path(name);
        if (parameter.isObject()) {
            return TextNode.valueOf(
                    parameters.getOrDefault(name, parameter.path("Default").asText()));
        }
        return TextNode.valueOf(PhysicalNames.ref(name, resource(name)));
    }

    @Override
    protected JsonNode attribute(String logicalId, String attribute) {
        return TextNode.valueOf(PhysicalNames.attribute(logicalId, attribute, resource(logicalId)));
    }

    @Override
    protected List<String> availabilityZones() {
        return List.of(REGION + "a", REGION + "b");
    }

    private JsonNode resource(String logicalId) {
        JsonNode resource = template().path("Resources").path(logicalId);
        if (!resource.isObject()) {
            throw new IllegalArgumentException("The template has no parameter or resource named " + logicalId);
        }
        ObjectNode named = NODES.objectNode().put("Type", resource.path("Type").asText());
        PhysicalNames.naming(resource).forEach((member, value) -> named.set(member, resolve(value)));
        return named;
    }
}
