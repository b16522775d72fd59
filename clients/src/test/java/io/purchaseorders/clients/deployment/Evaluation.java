package io.purchaseorders.clients.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The intrinsic functions of one template, worked out with given parameters and what its resources have become. */
final class Evaluation {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]+)}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode template;
    private final Map<String, String> parameters;

    /** Of a resource: what Ref answers for the attribute "", or an attribute. */
    private final BiFunction<String, String, JsonNode> resources;

    Evaluation(JsonNode template, Map<String, String> parameters, BiFunction<String, String, JsonNode> resources) {
        this.template = template;
        this.parameters = parameters;
        this.resources = resources;
    }

    /** The logical ids that a node refers to, in the branches that its conditions take. */
    Set<String> references(JsonNode node) {
        Set<String> found = new TreeSet<>();
        new Evaluation(template, parameters, (logicalId, attribute) -> {
                    found.add(logicalId);
                    // A list and a text at once: whatever asks goes on, and nobody keeps the result.
                    return attribute.endsWith("Entries") ? NODES.arrayNode().add("zone:name") : TextNode.valueOf("?:?");
                })
                .resolve(node);
        return found;
    }

    /** The same tree without functions; members and elements that are AWS::NoValue are left out. */
    JsonNode resolve(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode resolved = NODES.arrayNode();
            array.forEach(element -> {
                JsonNode value = resolve(element);
                if (!value.isMissingNode()) {
                    resolved.add(value);
                }
            });
            return resolved;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        if (object.size() == 1) {
            String name = object.fieldNames().next();
            if (name.equals("Ref") || name.startsWith("Fn::")) {
                return call(name, object.get(name));
            }
        }
        ObjectNode resolved = NODES.objectNode();
        object.properties().forEach(member -> {
            JsonNode value = resolve(member.getValue());
            if (!value.isMissingNode()) {
                resolved.set(member.getKey(), value);
            }
        });
        return resolved;
    }

    private JsonNode call(String name, JsonNode argument) {
        return switch (name) {
            case "Ref" -> ref(argument.asText());
            case "Fn::GetAtt" ->
                attribute(argument.get(0).asText(), argument.get(1).asText());
            case "Fn::Sub" -> TextNode.valueOf(substitute(argument));
            case "Fn::Join" -> TextNode.valueOf(join(argument));
            case "Fn::If" -> resolve(argument.get(holds(argument.get(0).asText()) ? 1 : 2));
            case "Fn::Select" -> resolve(argument.get(1)).get(argument.get(0).asInt());
            case "Fn::Split" -> split(argument);
            case "Fn::GetAZs" -> NODES.arrayNode().add("zone-a").add("zone-b").add("zone-c");
            default -> throw new StackException("Template error: the stand-in has no function " + name);
        };
    }

    private JsonNode ref(String name) {
        if (name.equals("AWS::NoValue")) {
            return MissingNode.getInstance();
        }
        String parameter = parameters.get(name);
        return parameter != null ? TextNode.valueOf(parameter) : resource(name, "");
    }

    private JsonNode attribute(String logicalId, String attribute) {
        return resource(logicalId, attribute);
    }

    private JsonNode resource(String logicalId, String attribute) {
        JsonNode resource = template.path("Resources").path(logicalId);
        if (!resource.isObject() || !exists(resource)) {
            throw new StackException("Template validation error: Unresolved resource dependencies [" + logicalId + "]");
        }
        return resources.apply(logicalId, attribute);
    }

    /** Whether the resource's condition holds, if it has one. */
    boolean exists(JsonNode resource) {
        return !resource.has("Condition") || holds(resource.path("Condition").asText());
    }

    private String substitute(JsonNode argument) {
        String pattern = argument.isArray() ? argument.get(0).asText() : argument.asText();
        JsonNode variables = argument.isArray() ? resolve(argument.get(1)) : NODES.objectNode();
        return PLACEHOLDER.matcher(pattern).replaceAll(match -> Matcher.quoteReplacement(value(match, variables)));
    }

    private String value(MatchResult match, JsonNode variables) {
        String name = match.group(2);
        if (!match.group(1).isEmpty()) {
            return "${" + name + "}";
        }
        if (variables.has(name)) {
            return variables.get(name).asText();
        }
        int dot = name.indexOf('.');
        return (dot < 0 ? ref(name) : attribute(name.substring(0, dot), name.substring(dot + 1))).asText();
    }

    private String join(JsonNode argument) {
        List<String> parts = new ArrayList<>();
        resolve(argument.get(1)).forEach(part -> parts.add(part.asText()));
        return String.join(argument.get(0).asText(), parts);
    }

    private JsonNode split(JsonNode argument) {
        ArrayNode parts = NODES.arrayNode();
        for (String part : resolve(argument.get(1))
                .asText()
                .split(Pattern.quote(argument.get(0).asText()), -1)) {
            parts.add(part);
        }
        return parts;
    }

    boolean holds(String condition) {
        JsonNode found = template.path("Conditions").path(condition);
        if (found.isMissingNode()) {
            throw new StackException("Template error: unresolved condition dependency " + condition);
        }
        return truth(found);
    }

    /** A condition's functions. */
    boolean truth(JsonNode condition) {
        String name = condition.fieldNames().next();
        JsonNode argument = condition.get(name);
        return switch (name) {
            case "Condition" -> holds(argument.asText());
            case "Fn::Equals" ->
                resolve(argument.get(0))
                        .asText()
                        .equals(resolve(argument.get(1)).asText());
            case "Fn::Not" -> !truth(argument.get(0));
            case "Fn::And" -> each(argument).stream().allMatch(this::truth);
            case "Fn::Or" -> each(argument).stream().anyMatch(this::truth);
            default -> throw new StackException("Template error: the stand-in has no condition function " + name);
        };
    }

    private static List<JsonNode> each(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }
}
