package io.purchaseorders.local.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Works out the intrinsic functions of one template, as CloudFormation would in the account of this machine. */
final class Intrinsics {

    static final String ACCOUNT = "000000000000";
    static final String REGION = "us-east-1";

    private static final Map<String, String> PSEUDO_PARAMETERS = Map.of(
            "AWS::AccountId", ACCOUNT,
            "AWS::Region", REGION,
            "AWS::Partition", "aws",
            "AWS::URLSuffix", "amazonaws.com",
            "AWS::StackName", "purchase-orders",
            "AWS::StackId", "arn:aws:cloudformation:us-east-1:000000000000:stack/purchase-orders/local");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]+)}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode template;
    private final Map<String, String> parameters;

    Intrinsics(JsonNode template, Map<String, String> parameters) {
        this.template = template;
        this.parameters = parameters;
    }

    /** The same tree with every intrinsic function replaced by its value. */
    JsonNode resolve(JsonNode node) {
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
            case "Ref" ->
                argument.asText().equals("AWS::NoValue") ? MissingNode.getInstance() : text(ref(argument.asText()));
            case "Fn::GetAtt" ->
                text(attribute(argument.get(0).asText(), argument.get(1).asText()));
            case "Fn::Sub" -> text(substitute(argument));
            case "Fn::Join" -> text(join(resolve(argument)));
            case "Fn::If" -> resolve(argument.get(holds(argument.get(0).asText()) ? 1 : 2));
            case "Fn::Select" -> select(argument.get(0).asInt(), resolve(argument.get(1)));
            case "Fn::Split" -> split(resolve(argument));
            case "Fn::GetAZs" -> NODES.arrayNode().add(REGION + "a").add(REGION + "b");
            case "Fn::Transform" -> argument; // Includes are for whoever reads the included file.
            default ->
                throw new IllegalArgumentException("The local system cannot work out " + name
                        + "; teach it to Intrinsics, or use another function.");
        };
    }

    private String ref(String name) {
        String pseudo = PSEUDO_PARAMETERS.get(name);
        if (pseudo != null) {
            return pseudo;
        }
        JsonNode parameter = template.path("Parameters").path(name);
        if (parameter.isObject()) {
            String given = parameters.get(name);
            return given != null ? given : parameter.path("Default").asText();
        }
        return PhysicalNames.ref(name, resource(name));
    }

    private String attribute(String name, String attribute) {
        return PhysicalNames.attribute(name, attribute, resource(name));
    }

    private JsonNode resource(String logicalId) {
        JsonNode resource = template.path("Resources").path(logicalId);
        if (!resource.isObject()) {
            throw new IllegalArgumentException("The template has no parameter or resource named " + logicalId);
        }
        ObjectNode named = NODES.objectNode().put("Type", resource.path("Type").asText());
        PhysicalNames.naming(resource).forEach((member, value) -> named.set(member, resolve(value)));
        return named;
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
        return dot < 0 ? ref(name) : attribute(name.substring(0, dot), name.substring(dot + 1));
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

    /** Whether a condition of the template holds with its parameters. */
    boolean holds(String condition) {
        return holds(template.path("Conditions").path(condition));
    }

    private boolean holds(JsonNode condition) {
        String name = condition.fieldNames().next();
        JsonNode argument = condition.get(name);
        return switch (name) {
            case "Condition" -> holds(argument.asText());
            case "Fn::Equals" ->
                resolve(argument.get(0))
                        .asText()
                        .equals(resolve(argument.get(1)).asText());
            case "Fn::Not" -> !holds(argument.get(0));
            case "Fn::And" ->
                StreamSupport.stream(argument.spliterator(), false).allMatch(this::holds);
            case "Fn::Or" -> StreamSupport.stream(argument.spliterator(), false).anyMatch(this::holds);
            default -> throw new IllegalArgumentException("No condition function: " + name);
        };
    }

    private static JsonNode text(String value) {
        return TextNode.valueOf(value);
    }
}
