package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every name that a template uses is one that it has. */
class ReferencesTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^!}][^}]*)}");

    /** What {@code GetAtt} is asked for, by type: the documented return values that the templates use. */
    private static final Map<String, Set<String>> ATTRIBUTES = Map.ofEntries(
            Map.entry("AWS::DynamoDB::Table", Set.of("Arn", "StreamArn")),
            Map.entry("AWS::KMS::Key", Set.of("Arn")),
            Map.entry("AWS::S3::Bucket", Set.of("Arn", "RegionalDomainName")),
            Map.entry("AWS::CloudFront::Distribution", Set.of("DomainName")),
            Map.entry("AWS::CloudFront::Function", Set.of("FunctionMetadata.FunctionARN")),
            Map.entry("AWS::SQS::Queue", Set.of("Arn", "QueueName")),
            Map.entry("AWS::Events::EventBus", Set.of("Arn")),
            Map.entry("AWS::Events::Rule", Set.of("Arn")),
            Map.entry("AWS::Events::Archive", Set.of("Arn")),
            Map.entry("AWS::Lambda::Function", Set.of("Arn")),
            Map.entry("AWS::Lambda::Version", Set.of("Version")),
            Map.entry("AWS::Logs::LogGroup", Set.of("Arn")),
            Map.entry("AWS::EC2::VPCEndpoint", Set.of("DnsEntries")),
            Map.entry("AWS::Cognito::UserPool", Set.of("Arn")),
            Map.entry("AWS::CloudWatch::Alarm", Set.of("Arn")),
            Map.entry("AWS::WAFv2::WebACL", Set.of("Arn")),
            Map.entry("AWS::CodeBuild::Project", Set.of("Arn")),
            Map.entry("AWS::IAM::Role", Set.of("Arn")));

    @ParameterizedTest
    @MethodSource("io.purchaseorders.cli.template.Templates#names")
    void every_reference_resolves(String name) {
        JsonNode template = Templates.read(name);
        assertThat(unresolved(template, template)).as(name).isEmpty();
    }

    @Test
    void every_reference_of_the_api_document_resolves_in_the_template_that_includes_it() {
        assertThat(unresolved(Templates.main(), Templates.read("openapi.yaml"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Roles, iamroles.yaml", "Network, network.yaml", "Users, users.yaml", "Monitoring, monitoring.yaml"})
    void a_nested_template_is_given_what_it_asks_for_and_gives_what_is_asked_of_it(String stack, String file) {
        JsonNode main = Templates.main();
        JsonNode nested = Templates.read(file);
        JsonNode given = main.path("Resources").path(stack).path("Properties");
        assertThat(given.path("TemplateURL").asText()).isEqualTo("./" + file);
        assertThat(fields(given.path("Parameters"))).isEqualTo(fields(nested.path("Parameters")));
        Set<String> asked = new TreeSet<>();
        Matcher output = Pattern.compile("\\b" + stack + "(?:\"," + "\"|\\.)Outputs\\.(\\w+)")
                .matcher(main.toString() + Templates.read("openapi.yaml"));
        while (output.find()) {
            asked.add(output.group(1));
        }
        assertThat(asked).isEqualTo(fields(nested.path("Outputs")));
    }

    @ParameterizedTest
    @MethodSource("io.purchaseorders.cli.template.Templates#names")
    void every_parameter_and_condition_is_used(String name) {
        JsonNode template = Templates.read(name);
        String text = template.toString();
        assertThat(fields(template.path("Parameters")))
                .allSatisfy(parameter ->
                        assertThat(text).containsPattern("\"Ref\":\"" + parameter + "\"|\\$\\{" + parameter + "}"));
        assertThat(fields(template.path("Conditions")))
                .allSatisfy(condition -> assertThat(text)
                        .containsPattern("\"Condition\":\"" + condition + "\"|\"Fn::If\":\\[\"" + condition + "\""));
    }

    /** What a node names that a template does not have. */
    private static List<String> unresolved(JsonNode template, JsonNode node) {
        Set<String> names = new HashSet<>(fields(template.path("Parameters")));
        names.addAll(fields(template.path("Resources")));
        Set<String> missing = new TreeSet<>();
        Templates.walk(node, (member, value) -> {
            switch (member) {
                case "Ref" -> check(value.asText(), names, missing);
                case "Fn::GetAtt" -> {
                    check(value.get(0).asText(), names, missing);
                    attribute(template, value.get(0).asText(), value.get(1).asText(), missing);
                }
                case "Fn::Sub" -> placeholders(template, value, names, missing);
                case "DependsOn" -> Templates.texts(value).forEach(resource -> check(resource, names, missing));
                case "Condition" -> {
                    if (value.isTextual() && !template.path("Conditions").has(value.asText())) {
                        missing.add("condition " + value.asText());
                    }
                }
                case "Fn::If" -> {
                    if (!template.path("Conditions").has(value.get(0).asText())) {
                        missing.add("condition " + value.get(0).asText());
                    }
                }
                default -> {}
            }
        });
        return List.copyOf(missing);
    }

    private static void placeholders(JsonNode template, JsonNode sub, Set<String> names, Set<String> missing) {
        Set<String> given = sub.isArray() ? fields(sub.get(1)) : Set.of();
        Matcher placeholder = PLACEHOLDER.matcher(sub.isArray() ? sub.get(0).asText() : sub.asText());
        while (placeholder.find()) {
            String[] parts = placeholder.group(1).split("\\.", 2);
            if (!given.contains(parts[0])) {
                check(parts[0], names, missing);
                if (parts.length == 2) {
                    attribute(template, parts[0], parts[1], missing);
                }
            }
        }
    }

    private static void check(String name, Set<String> names, Set<String> missing) {
        if (!name.startsWith("AWS::") && !names.contains(name)) {
            missing.add(name);
        }
    }

    private static void attribute(JsonNode template, String resource, String attribute, Set<String> missing) {
        String type = template.path("Resources").path(resource).path("Type").asText();
        boolean known = type.equals("AWS::CloudFormation::Stack")
                ? attribute.startsWith("Outputs.")
                : ATTRIBUTES.getOrDefault(type, Set.of()).contains(attribute);
        if (!known) {
            missing.add(resource + "." + attribute);
        }
    }

    private static Set<String> fields(JsonNode object) {
        Set<String> fields = new TreeSet<>();
        object.fieldNames().forEachRemaining(fields::add);
        return fields;
    }
}
