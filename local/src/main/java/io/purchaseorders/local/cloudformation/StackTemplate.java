package io.purchaseorders.local.cloudformation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.stream.MappingSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/**
 * The CloudFormation template that deploys, asked what to run on one machine: its tables, functions, mappings, buses
 * and rules, with every name and reference worked out for {@code Environment=local}.
 */
public final class StackTemplate {

    /** What the deployment parameters are on one machine; the others keep their defaults. */
    public static final Map<String, String> LOCAL_PARAMETERS = Map.of("Environment", "local");

    private static final String NESTED_STACK = "AWS::CloudFormation::Stack";
    private static final String PROJECTIONS = "projections.yaml";
    private static final String AGGREGATIONS_TABLE = "AGGREGATIONS_TABLE";
    private static final String OUTPUT = ".Outputs.";
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode resources;
    private final Map<String, String> parameters;
    private final UnaryOperator<String> files;

    private StackTemplate(JsonNode resources, Map<String, String> parameters, UnaryOperator<String> files) {
        this.resources = resources;
        this.parameters = parameters;
        this.files = files;
    }

    /** The template that is packed with this program. */
    public static StackTemplate packaged() {
        return packaged(LOCAL_PARAMETERS);
    }

    /** The same with other parameters, such as the environment of a deployed stack. */
    public static StackTemplate packaged(Map<String, String> parameters) {
        return parse(file("main.yaml"), parameters, StackTemplate::file);
    }

    private static String file(String name) {
        try (InputStream in = StackTemplate.class.getResourceAsStream("/cloudformation/" + name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "cloudformation/" + name + " is not on the class path; build the module local");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Any template, YAML or JSON. Those that it nests are not read, so that its functions have no roles. */
    public static StackTemplate parse(String yaml, Map<String, String> parameters) {
        return parse(yaml, parameters, name -> "Resources: {}");
    }

    private static StackTemplate parse(String yaml, Map<String, String> parameters, UnaryOperator<String> files) {
        JsonNode template = ShortTags.read(yaml);
        Intrinsics intrinsics = new Intrinsics(template, parameters);
        ObjectNode deployed = JsonNodeFactory.instance.objectNode();
        template.path("Resources").properties().forEach(resource -> {
            String condition = resource.getValue().path("Condition").asText();
            if (condition.isEmpty() || intrinsics.holds(condition)) {
                deployed.set(resource.getKey(), intrinsics.resolve(resource.getValue()));
            }
        });
        return new StackTemplate(deployed, parameters, files);
    }

    public String region() {
        return Intrinsics.REGION;
    }

    public String account() {
        return Intrinsics.ACCOUNT;
    }

    public List<CreateTableRequest> tables() {
        return ofType("AWS::DynamoDB::Table").stream()
                .map(table -> TableReader.read(table.getValue().path("Properties")))
                .toList();
    }

    public List<FunctionDefinition> functions() {
        return ofType("AWS::Lambda::Function").stream()
                .map(entry -> function(entry.getKey(), entry.getValue().path("Properties")))
                .toList();
    }

    /** The role of a function, where a template that this one nests has it. */
    public Optional<Role> role(FunctionDefinition function) {
        int output = function.roleReference().indexOf(OUTPUT);
        if (output < 0) {
            return Optional.empty();
        }
        String stack = function.roleReference().substring(0, output);
        if (!resources.path(stack).path("Type").asText().equals(NESTED_STACK)) {
            return Optional.empty();
        }
        String logicalId = ShortTags.read(yaml(stack))
                .path("Outputs")
                .path(function.roleReference().substring(output + OUTPUT.length()))
                .at("/Value/Fn::GetAtt/0")
                .asText();
        return role(stack, logicalId, RoleReader.CALLS);
    }

    private String yaml(String stack) {
        String file =
                resources.path(stack).path("Properties").path("TemplateURL").asText();
        return files.apply(file.substring(file.lastIndexOf('/') + 1));
    }

    /** What a policy allows a role of a nested stack, by its logical id there; empty where there is no such role. */
    public Optional<Role> role(String stack, String logicalId, String policyName) {
        Map<String, String> given = new HashMap<>();
        resources
                .path(stack)
                .path("Properties")
                .path("Parameters")
                .properties()
                .forEach(parameter ->
                        given.put(parameter.getKey(), parameter.getValue().asText()));
        JsonNode role = parse(yaml(stack), given, files).resources.path(logicalId);
        return role.isMissingNode()
                ? Optional.empty()
                : Optional.of(RoleReader.read(logicalId, role.path("Properties"), policyName, partitionKeys()));
    }

    /**
     * One generation of projections: the first one is part of this template, each of the others is a stack of its own.
     *
     * @param consumer the logical id of the function that the events' stream feeds
     */
    public ProjectionsStack projections(String consumer, int number) {
        FunctionDefinition first = function(consumer);
        MappingSettings mapping = mappings().stream()
                .filter(one -> functionOf(one.functionArn()).equals(first))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Nothing consumes the stream"));
        if (number == 1) {
            String name = first.environment().getOrDefault(AGGREGATIONS_TABLE, "");
            CreateTableRequest table = tables().stream()
                    .filter(one -> one.tableName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("The template has no table " + name));
            return new ProjectionsStack(number, table, first, role(first), mapping);
        }
        StackTemplate own = parse(
                files.apply(PROJECTIONS),
                Map.of(
                        "Environment", parameters.getOrDefault("Environment", ""),
                        "Generation", String.valueOf(number),
                        "EventsStreamArn", PhysicalNames.streamArn(mapping.tableName()),
                        "EventKeysArn", first.environment().getOrDefault("EVENT_KEYS_SECRET", ""),
                        "ReportingTimeZone", first.environment().getOrDefault("REPORTING_TIME_ZONE", "")),
                files);
        CreateTableRequest table = own.tables().getFirst();
        Map<String, String> partitionKeys = partitionKeys();
        partitionKeys.put(table.tableName(), table.keySchema().getFirst().attributeName());
        FunctionDefinition function = own.function(consumer);
        String role = function.roleReference().replace(".Arn", "");
        return new ProjectionsStack(
                number,
                table,
                function,
                Optional.of(RoleReader.read(
                        role, own.resources.path(role).path("Properties"), RoleReader.CALLS, partitionKeys)),
                own.mappings().getFirst());
    }

    private FunctionDefinition function(String logicalId) {
        return functions().stream()
                .filter(one -> one.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The template has no function " + logicalId));
    }

    private Map<String, String> partitionKeys() {
        Map<String, String> partitionKeys = new HashMap<>();
        tables().forEach(table -> partitionKeys.put(
                table.tableName(), table.keySchema().getFirst().attributeName()));
        return partitionKeys;
    }

    public List<String> buses() {
        return ofType("AWS::Events::EventBus").stream()
                .map(bus -> bus.getValue().path("Properties").path("Name").asText())
                .toList();
    }

    public List<EventRule> rules() {
        return ofType("AWS::Events::Rule").stream()
                .filter(rule -> rule.getValue().path("Properties").has("EventPattern"))
                .map(rule -> rule(rule.getKey(), rule.getValue().path("Properties")))
                .toList();
    }

    public List<MappingSettings> mappings() {
        return mappingsOf(":dynamodb:").map(StackTemplate::mapping).toList();
    }

    public List<QueueDefinition> queues() {
        return ofType("AWS::SQS::Queue").stream()
                .map(queue -> QueueReader.queue(queue.getKey(), queue.getValue().path("Properties")))
                .toList();
    }

    /** The ARNs of the secrets. */
    public List<String> secretArns() {
        return ofType("AWS::SecretsManager::Secret").stream()
                .map(secret -> PhysicalNames.secretArn(
                        secret.getKey(), secret.getValue().path("Properties")))
                .toList();
    }

    /** How functions consume queues. */
    public List<QueueMapping> queueMappings() {
        return mappingsOf(":sqs:").map(QueueReader::mapping).toList();
    }

    private Stream<JsonNode> mappingsOf(String service) {
        return ofType("AWS::Lambda::EventSourceMapping").stream()
                .map(mapping -> mapping.getValue().path("Properties"))
                .filter(properties -> properties.path("EventSourceArn").asText().contains(service));
    }

    /** The function that an ARN names, with or without version or alias. */
    public FunctionDefinition functionOf(String arn) {
        return functions().stream()
                .filter(function -> arn.equals(function.arn()) || arn.startsWith(function.arn() + ":"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The template has no function " + arn));
    }

    /** The function behind an alias, by the logical id of that. */
    public FunctionDefinition functionOfAlias(String logicalId) {
        JsonNode alias = resources.path(logicalId);
        if (!alias.path("Type").asText().equals("AWS::Lambda::Alias")) {
            throw new IllegalArgumentException("The template has no alias " + logicalId);
        }
        return functionOf(PhysicalNames.functionArn(
                alias.path("Properties").path("FunctionName").asText()));
    }

    private List<Map.Entry<String, JsonNode>> ofType(String type) {
        return resources.properties().stream()
                .filter(resource -> resource.getValue().path("Type").asText().equals(type))
                .toList();
    }

    private static FunctionDefinition function(String logicalId, JsonNode properties) {
        Map<String, String> environment = new HashMap<>();
        properties
                .path("Environment")
                .path("Variables")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asText()));
        String name = properties.path("FunctionName").asText(logicalId);
        return new FunctionDefinition(
                logicalId,
                name,
                PhysicalNames.functionArn(name),
                properties.path("Handler").asText(),
                properties.path("Role").asText(),
                environment,
                properties.path("Timeout").asInt(3),
                properties.path("MemorySize").asInt(128));
    }

    private static EventRule rule(String logicalId, JsonNode properties) {
        return new EventRule(
                properties.path("Name").asText(logicalId),
                properties.path("EventBusName").asText("default"),
                properties.path("EventPattern").toString(),
                StreamSupport.stream(properties.path("Targets").spliterator(), false)
                        .map(target -> target.path("Arn").asText())
                        .toList());
    }

    private static MappingSettings mapping(JsonNode properties) {
        Map<String, Object> values = JSON.convertValue(properties, new TypeReference<Map<String, Object>>() {});
        values.put(
                "FunctionName",
                PhysicalNames.functionArn(properties.path("FunctionName").asText()));
        return MappingSettings.of(values);
    }
}
