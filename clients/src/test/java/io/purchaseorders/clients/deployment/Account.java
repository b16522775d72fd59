package io.purchaseorders.clients.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What is in one account and region, whoever made it, and what its services refuse: a name that is taken, more concurrency
 * than there is, a version of a function that has not changed, the deletion of what is protected or in use.
 */
final class Account {

    /** Lambda developer guide, "Lambda quotas": a new account's, of which at least as many stay unreserved. */
    private static final int CONCURRENCY = 10;

    /** Members of a function that a version does not keep: Lambda developer guide, "Manage Lambda function versions". */
    private static final Set<String> NOT_OF_A_VERSION = Set.of("ReservedConcurrentExecutions", "Tags");

    private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{N}\\p{Z}_.:/=+@-]*");
    private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private static final String FUNCTION = "AWS::Lambda::Function";
    private static final String VERSION = "AWS::Lambda::Version";

    private final Map<String, Resource> resources = new TreeMap<>();

    /** What each version that there is was published of, by its name. */
    private final Map<String, JsonNode> published = new HashMap<>();

    /** The number of the last version of each function, which is never given again. */
    private final Map<String, Integer> versions = new HashMap<>();

    private final List<String> shifts = new ArrayList<>();
    private final ResourceTypes types;
    private int made;

    /** Alarms of these names are in the state ALARM. */
    private Predicate<String> alarming = name -> false;

    Account(ResourceTypes types) {
        this.types = types;
    }

    void alarming(Predicate<String> names) {
        alarming = names;
    }

    /** All that there is, by type and name, with its properties: equal before and after what was taken back whole. */
    Map<String, JsonNode> contents() {
        Map<String, JsonNode> contents = new TreeMap<>();
        resources.forEach((key, resource) -> contents.put(key, resource.properties()));
        return contents;
    }

    /** The names of what there is of a type. */
    Set<String> names(String type) {
        Set<String> names = new TreeSet<>();
        resources.values().stream()
                .filter(resource -> resource.type().equals(type))
                .forEach(resource -> names.add(resource.name()));
        return names;
    }

    /** What CodeDeploy moved, as "function old -> new". */
    List<String> shifts() {
        return List.copyOf(shifts);
    }

    Resource create(String type, String generatedName, JsonNode properties) {
        check(type, properties);
        made++;
        String name = type.equals(VERSION) ? publish(properties) : name(type, generatedName, properties);
        Resource resource = new Resource(type, name, properties, made);
        if (resources.putIfAbsent(key(resource), resource) != null) {
            throw new StackException(name + " already exists");
        }
        return resource;
    }

    Resource update(Resource before, JsonNode properties) {
        check(before.type(), properties);
        if (!resources.containsKey(key(before))) {
            throw new StackException(before.name() + " not found");
        }
        Resource after = new Resource(before.type(), before.name(), properties, before.number());
        resources.put(key(after), after);
        return after;
    }

    /** Moves an alias by a deployment group, unless an alarm of the group rings. */
    void shift(Resource alias, String deploymentGroup, JsonNode properties) {
        Resource group = resources.values().stream()
                .filter(resource -> resource.type().equals("AWS::CodeDeploy::DeploymentGroup")
                        && resource.name().equals(deploymentGroup))
                .findFirst()
                .orElseThrow(() -> new StackException("No deployment group " + deploymentGroup));
        shifts.add(alias.properties().path("FunctionName").asText() + " "
                + alias.properties().path("FunctionVersion").asText() + " -> "
                + properties.path("FunctionVersion").asText());
        group.properties().at("/AlarmConfiguration/Alarms").forEach(alarm -> {
            String name = alarm.path("Name").asText();
            if (!names("AWS::CloudWatch::Alarm").contains(name)) {
                throw new StackException("CodeDeploy: there is no alarm " + name);
            }
            if (alarming.test(name)) {
                throw new StackException("CodeDeploy: stopped by the alarm " + name);
            }
        });
    }

    void delete(Resource resource) {
        JsonNode properties = resource.properties();
        if (properties.path("DeletionProtectionEnabled").asText().equals("true")
                || properties.path("DeletionProtection").asText().equals("ACTIVE")) {
            throw new StackException(resource.name() + " is protected from deletion");
        }
        if (resource.type().equals("AWS::Events::EventBus")
                && resources.values().stream()
                        .anyMatch(other -> other.type().equals("AWS::Events::Rule")
                                && other.properties()
                                        .path("EventBusName")
                                        .asText()
                                        .equals(resource.name()))) {
            throw new StackException(resource.name() + " has rules");
        }
        if (resource.type().equals(FUNCTION)) {
            names(VERSION).stream()
                    .filter(version -> version.startsWith(resource.name() + ":"))
                    .forEach(version -> {
                        published.remove(version);
                        resources.remove(VERSION + " " + version);
                    });
        }
        published.remove(resource.name());
        resources.remove(key(resource));
    }

    /** Takes everything out, whatever protects it, as scripts/cleanup.sh does once the data may go. */
    void purge() {
        resources.clear();
        published.clear();
    }

    private String name(String type, String generated, JsonNode properties) {
        List<String> given = new ArrayList<>();
        for (String identifier : identifiers(type)) {
            if (!properties.has(identifier)) {
                return generated;
            }
            given.add(properties.path(identifier).asText());
        }
        return given.isEmpty() ? generated : String.join("|", given);
    }

    /** The registry's identifiers, but for types that it knows by their ARN and their service by their name. */
    private List<String> identifiers(String type) {
        return switch (type) {
            case "AWS::Lambda::Alias" -> List.of("FunctionName", "Name");
            case "AWS::Events::Rule" -> List.of("EventBusName", "Name");
            case "AWS::SQS::Queue" -> List.of("QueueName");
            default -> types.identifiers(type);
        };
    }

    private String publish(JsonNode properties) {
        String function = properties.path("FunctionName").asText();
        JsonNode configuration = function(function).properties().deepCopy();
        ((ObjectNode) configuration).remove(NOT_OF_A_VERSION);
        int last = versions.getOrDefault(function, 0);
        int newest = last;
        while (newest > 0 && !published.containsKey(function + ":" + newest)) {
            newest--;
        }
        if (configuration.equals(published.get(function + ":" + newest))) {
            throw new StackException("A version for this Lambda function exists ( " + newest
                    + " ). Modify the function to create a new version.");
        }
        String version = function + ":" + (last + 1);
        published.put(version, configuration);
        versions.put(function, last + 1);
        return version;
    }

    private Resource function(String name) {
        Resource function = resources.get(FUNCTION + " " + name);
        if (function == null) {
            throw new StackException("Function not found: " + name);
        }
        return function;
    }

    private void check(String type, JsonNode properties) {
        List<String> faults = types.faults(type, properties);
        if (!faults.isEmpty()) {
            throw new StackException("Properties validation failed: " + faults);
        }
        properties.path("Tags").forEach(tag -> {
            if (!TAG_VALUE.matcher(tag.path("Value").asText()).matches()) {
                throw new StackException("The tag value is not valid: " + tag);
            }
        });
        if (type.equals("AWS::S3::Bucket")
                && properties.has("BucketName")
                && !BUCKET_NAME.matcher(properties.path("BucketName").asText()).matches()) {
            throw new StackException("Bucket name is not valid: " + properties.path("BucketName"));
        }
        if (type.equals(FUNCTION)) {
            int reserved = properties.path("ReservedConcurrentExecutions").asInt(0);
            int others = resources.values().stream()
                    .filter(other -> other.type().equals(FUNCTION)
                            && !other.name()
                                    .equals(properties.path("FunctionName").asText()))
                    .mapToInt(other -> other.properties()
                            .path("ReservedConcurrentExecutions")
                            .asInt(0))
                    .sum();
            if (reserved + others > 0) {
                throw new StackException("Specified ReservedConcurrentExecutions for function decreases account's"
                        + " UnreservedConcurrentExecution below its minimum value of [" + CONCURRENCY + "].");
            }
        }
    }

    private static String key(Resource resource) {
        return resource.type() + " " + resource.name();
    }
}
