package io.purchaseorders.local.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Works out the intrinsic functions of one template, as CloudFormation's reference describes them. What a parameter or a
 * resource has become is the answer of whoever extends this.
 */
public abstract class TemplateFunctions {

    protected static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]+)}");
    private static final String NO_VALUE = "AWS::NoValue";

    private final JsonNode template;

    protected TemplateFunctions(JsonNode template) {
        this.template = template;
    }

    protected final JsonNode template() {
        return template;
    }

    /** What {@code Ref} comes to, of a parameter, a pseudo parameter or a resource. */
    protected abstract JsonNode ref(String name);

    /** What {@code GetAtt} comes to. */
    protected abstract JsonNode attribute(String logicalId, String attribute);

    protected abstract List<String> availabilityZones();

    /** How a template that cannot be worked out is refused. */
    protected RuntimeException refusal(String message) {
        return new IllegalArgumentException(message);
    }

    /** The same tree without functions; members and elements that are {@code AWS::NoValue} are left out. */
    public final JsonNode resolve(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode resolved = NODES.arrayNode(array.size());
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
            case "Ref" -> argument.asText().equals(NO_VALUE) ? MissingNode.getInstance() : ref(argument.asText());
            case "Fn::GetAtt" ->
                attribute(argument.get(0).asText(), argument.get(1).asText());
            case "Fn::Sub" -> TextNode.valueOf(substitute(argument));
            case "Fn::Join" -> TextNode.valueOf(join(resolve(argument)));
            case "Fn::If" -> resolve(argument.get(holds(argument.get(0).asText()) ? 1 : 2));
            case "Fn::Select" -> select(argument.get(0).asInt(), resolve(argument.get(1)));
            case "Fn::Split" -> split(resolve(argument));
            case "Fn::GetAZs" -> {
                ArrayNode zones = NODES.arrayNode();
                availabilityZones().forEach(zones::add);
                yield zones;
            }
            case "Fn::Transform" -> argument; // Includes are for whoever reads the included file.
            default -> throw refusal("Template error: " + name + " is not known here; teach it to TemplateFunctions.");
        };
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

    private static String join(JsonNode arguments) {
        return StreamSupport.stream(arguments.get(1).spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(arguments.get(0).asText()));
    }

    /** A list that only the service knows is a text here, and each of its elements that text. */
    private static JsonNode select(int index, JsonNode list) {
        return list.isArray() ? list.get(index) : list;
    }

    private static JsonNode split(JsonNode arguments) {
        ArrayNode parts = NODES.arrayNode();
        for (String part :
                arguments.get(1).asText().split(Pattern.quote(arguments.get(0).asText()), -1)) {
            parts.add(part);
        }
        return parts;
    }

    /** Whether a resource or an output is made: it has no condition, or one that holds. */
    public final boolean exists(JsonNode declared) {
        return !declared.has("Condition") || holds(declared.path("Condition").asText());
    }

    /** Whether a condition of the template holds. */
    public final boolean holds(String condition) {
        JsonNode found = template.path("Conditions").path(condition);
        if (found.isMissingNode()) {
            throw refusal("Template error: unresolved condition dependency " + condition);
        }
        return truth(found);
    }

    /** What a condition's functions come to. */
    public final boolean truth(JsonNode condition) {
        String name = condition.fieldNames().next();
        JsonNode argument = condition.get(name);
        return switch (name) {
            case "Condition" -> holds(argument.asText());
            case "Fn::Equals" ->
                resolve(argument.get(0))
                        .asText()
                        .equals(resolve(argument.get(1)).asText());
            case "Fn::Not" -> !truth(argument.get(0));
            case "Fn::And" ->
                StreamSupport.stream(argument.spliterator(), false).allMatch(this::truth);
            case "Fn::Or" -> StreamSupport.stream(argument.spliterator(), false).anyMatch(this::truth);
            default -> throw refusal("Template error: the condition function " + name + " is not known here.");
        };
    }
}
