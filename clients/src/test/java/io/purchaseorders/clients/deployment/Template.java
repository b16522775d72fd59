package io.purchaseorders.clients.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.local.cloudformation.ShortTags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A packaged template as it is sent: its includes put in, its parameters checked, its resources in order. */
record Template(JsonNode json) {

    /** CloudFormation user guide, "AWS::Include transform": no short tags in what is included. */
    private static final Pattern SHORT_TAG = Pattern.compile("(?m)(^|[\\s\\[{,:-])!(Ref|Sub|GetAtt|If|Join|Select)\\b");

    static Template read(String text, Bucket bucket) {
        JsonNode json = ShortTags.read(text);
        include(json, bucket);
        refuseNulls(json, "");
        return new Template(json);
    }

    private static void include(JsonNode node, Bucket bucket) {
        node.forEach(child -> include(child, bucket));
        if (node instanceof ObjectNode object
                && object.at("/Fn::Transform/Name").asText().equals("AWS::Include")) {
            String included =
                    bucket.text(object.at("/Fn::Transform/Parameters/Location").asText());
            if (SHORT_TAG.matcher(included).find()) {
                throw new StackException("Transform AWS::Include failed with: the snippet has short tags");
            }
            object.remove("Fn::Transform");
            object.setAll((ObjectNode) ShortTags.read(included));
        }
    }

    private static void refuseNulls(JsonNode node, String path) {
        if (node.isNull()) {
            throw new StackException(
                    "Template format error: [" + path + "] 'null' values are not allowed in templates");
        }
        node.properties().forEach(member -> refuseNulls(member.getValue(), path + "/" + member.getKey()));
        if (node.isArray()) {
            node.forEach(element -> refuseNulls(element, path));
        }
    }

    /** What is given and the defaults of the rest, with what CloudFormation says of itself. */
    Map<String, String> parameters(String stackName, Map<String, String> given) {
        Map<String, String> values = new HashMap<>();
        json.path("Parameters").properties().forEach(parameter -> {
            JsonNode declared = parameter.getValue();
            String value = given.getOrDefault(
                    parameter.getKey(),
                    declared.has("Default") ? declared.path("Default").asText() : null);
            if (value == null) {
                throw new StackException("Parameters: [" + parameter.getKey() + "] must have values");
            }
            boolean isLong = value.length() > declared.path("MaxLength").asInt(Integer.MAX_VALUE);
            boolean isOther = declared.has("AllowedPattern")
                    && !value.matches(declared.path("AllowedPattern").asText());
            if (isLong || isOther) {
                throw new StackException("Parameter " + parameter.getKey() + " failed to satisfy constraint");
            }
            if (declared.has("AllowedValues")) {
                List<String> allowed = new ArrayList<>();
                declared.path("AllowedValues").forEach(one -> allowed.add(one.asText()));
                if (!allowed.contains(value)) {
                    throw new StackException("Parameter " + parameter.getKey() + " must be one of " + allowed);
                }
            }
            values.put(parameter.getKey(), value);
        });
        given.keySet().stream()
                .filter(name -> !values.containsKey(name))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new StackException("Parameters: [" + unknown + "] do not exist in the template");
                });
        values.putAll(Map.of(
                "AWS::AccountId",
                Resource.ACCOUNT,
                "AWS::Region",
                Resource.REGION,
                "AWS::Partition",
                "aws",
                "AWS::URLSuffix",
                "amazonaws.com",
                "AWS::StackName",
                stackName));
        return values;
    }

    /** The rules' assertions, before anything is made. */
    void check(Evaluation evaluation) {
        json.path("Rules").properties().forEach(rule -> {
            JsonNode condition = rule.getValue().path("RuleCondition");
            if (condition.isMissingNode() || evaluation.truth(condition)) {
                rule.getValue().path("Assertions").forEach(assertion -> {
                    if (!evaluation.truth(assertion.path("Assert"))) {
                        throw new StackException("Template constraint violated: "
                                + assertion.path("AssertDescription").asText());
                    }
                });
            }
        });
    }

    JsonNode resource(String logicalId) {
        return json.path("Resources").path(logicalId);
    }

    boolean exists(Evaluation evaluation, String logicalId) {
        JsonNode resource = resource(logicalId);
        return resource.isObject() && evaluation.exists(resource);
    }

    /** The resources that there are to be, each after those that it refers to or depends on. */
    List<String> order(Evaluation evaluation) {
        Map<String, Set<String>> waitsFor = new TreeMap<>();
        json.path("Resources").properties().forEach(resource -> {
            if (evaluation.exists(resource.getValue())) {
                Set<String> references =
                        evaluation.references(resource.getValue().path("Properties"));
                references.addAll(evaluation.references(resource.getValue().path("UpdatePolicy")));
                JsonNode dependsOn = resource.getValue().path("DependsOn");
                if (dependsOn.isTextual()) {
                    references.add(dependsOn.asText());
                }
                dependsOn.forEach(one -> references.add(one.asText()));
                waitsFor.put(resource.getKey(), references);
            }
        });
        Set<String> order = new LinkedHashSet<>();
        while (order.size() < waitsFor.size()) {
            List<String> ready = waitsFor.entrySet().stream()
                    .filter(entry -> !order.contains(entry.getKey()) && order.containsAll(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (ready.isEmpty()) {
                Set<String> circle = new LinkedHashSet<>(waitsFor.keySet());
                circle.removeAll(order);
                throw new StackException("Circular dependency between resources: " + circle);
            }
            order.addAll(ready);
        }
        return List.copyOf(order);
    }

    Map<String, String> outputs(Evaluation evaluation) {
        Map<String, String> values = new TreeMap<>();
        json.path("Outputs").properties().forEach(output -> {
            if (evaluation.exists(output.getValue())) {
                values.put(
                        output.getKey(),
                        evaluation.resolve(output.getValue().path("Value")).asText());
            }
        });
        return values;
    }
}
