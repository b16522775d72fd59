package io.purchaseorders.cli.alarms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.purchaseorders.cli.template.Templates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every alarm of main.yaml and of the templates that it nests, of evidence.yaml and of a later generation, with every name worked out. */
final class TemplateAlarms {

    static final String ENVIRONMENT = "test";

    /** Of the generation that is fed beside the first. */
    static final String LATER_GENERATION = "2";

    /** Of the functions: the one that is being released. */
    static final String VERSION = "7";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");
    private static final List<String> NAMES =
            List.of("FunctionName", "QueueName", "ArchiveName", "TableName", "BucketName", "DomainName", "Name");

    private final JsonNode template;
    private final Map<String, String> parameters;

    private TemplateAlarms(JsonNode template, Map<String, String> parameters) {
        this.template = template;
        this.parameters = parameters;
    }

    /** By what comes after the environment in their names. */
    static Map<String, Alarm> read() {
        Map<String, Alarm> alarms = new TreeMap<>();
        new TemplateAlarms(Templates.main(), Map.of("Environment", ENVIRONMENT)).collect(alarms);
        new TemplateAlarms(Templates.read("evidence.yaml"), Map.of("Environment", ENVIRONMENT)).collect(alarms);
        new TemplateAlarms(
                        Templates.read("projections.yaml"),
                        Map.of("Environment", ENVIRONMENT, "Generation", LATER_GENERATION))
                .collect(alarms);
        return alarms;
    }

    private void collect(Map<String, Alarm> alarms) {
        Templates.ofType(template, "AWS::CloudWatch::Alarm").values().forEach(resource -> {
            JsonNode properties = resolve(resource.path("Properties"));
            String name = properties
                    .path("AlarmName")
                    .asText()
                    .replaceFirst("^purchase-orders-" + ENVIRONMENT + "-", "")
                    .replaceFirst("-" + VERSION + "$", "");
            alarms.put(name, new Alarm(name, properties));
        });
        Templates.ofType(template, "AWS::CloudFormation::Stack").values().forEach(stack -> {
            Map<String, String> given = new HashMap<>();
            resolve(stack.at("/Properties/Parameters"))
                    .properties()
                    .forEach(parameter ->
                            given.put(parameter.getKey(), parameter.getValue().asText()));
            String file = stack.at("/Properties/TemplateURL").asText();
            new TemplateAlarms(Templates.read(file.substring(file.lastIndexOf('/') + 1)), given).collect(alarms);
        });
    }

    private JsonNode resolve(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(resolve(element)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        if (node.has("Ref")) {
            return TextNode.valueOf(value(node.path("Ref").asText()));
        }
        if (node.has("Fn::GetAtt")) {
            return TextNode.valueOf(value(node.at("/Fn::GetAtt/0").asText() + "."
                    + node.at("/Fn::GetAtt/1").asText()));
        }
        if (node.has("Fn::Sub")) {
            return TextNode.valueOf(PLACEHOLDER
                    .matcher(node.path("Fn::Sub").asText())
                    .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1)))));
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(member -> object.set(member.getKey(), resolve(member.getValue())));
        return object;
    }

    private String value(String reference) {
        String name = reference.split("\\.", 2)[0];
        JsonNode parameter = template.path("Parameters").path(name);
        if (parameter.isObject()) {
            return parameters.getOrDefault(name, parameter.path("Default").asText());
        }
        if (reference.endsWith(".Version")) {
            return VERSION;
        }
        JsonNode resource = template.path("Resources").path(name);
        if (resource.path("Type").asText().equals("AWS::Lambda::EventSourceMapping")) {
            return name; // Lambda makes its id up.
        }
        JsonNode properties = resource.path("Properties");
        return NAMES.stream()
                .filter(properties::has)
                .findFirst()
                .map(property -> resolve(properties.path(property)).asText())
                .orElse(name);
    }
}
