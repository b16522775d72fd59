package io.purchaseorders.clients.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.purchaseorders.local.cloudformation.TemplateFunctions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** The intrinsic functions of one template, worked out with given parameters and what its resources have become. */
final class Evaluation extends TemplateFunctions {

    private final Map<String, String> parameters;

    /** Of a resource: what Ref answers for the attribute "", or an attribute. */
    private final BiFunction<String, String, JsonNode> resources;

    Evaluation(JsonNode template, Map<String, String> parameters, BiFunction<String, String, JsonNode> resources) {
        super(template);
        this.parameters = parameters;
        this.resources = resources;
    }

    /** The logical ids that a node refers to, in the branches that its conditions take. */
    Set<String> references(JsonNode node) {
        Set<String> found = new TreeSet<>();
        new Evaluation(template(), parameters, (logicalId, attribute) -> {
                    found.add(logicalId);
                    // A list and a text at once: whatever asks goes on, and nobody keeps the result.
                    return attribute.endsWith("Entries") ? NODES.arrayNode().add("zone:name") : TextNode.valueOf("?:?");
                })
                .resolve(node);
        return found;
    }

    @Override
    protected JsonNode ref(String name) {
        String parameter = parameters.get(name);
        return parameter != null ? TextNode.valueOf(parameter) : attribute(name, "");
    }

    @Override
    protected JsonNode attribute(String logicalId, String attribute) {
        JsonNode resource = template().path("Resources").path(logicalId);
        if (!resource.isObject() || !exists(resource)) {
            throw refusal("Template validation error: Unresolved resource dependencies [" + logicalId + "]");
        }
        return resources.apply(logicalId, attribute);
    }

    @Override
    protected List<String> availabilityZones() {
        return List.of("zone-a", "zone-b", "zone-c");
    }

    @Override
    protected RuntimeException refusal(String message) {
        return new StackException(message);
    }
}
