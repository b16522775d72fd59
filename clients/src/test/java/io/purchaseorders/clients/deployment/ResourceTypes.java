package io.purchaseorders.clients.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.clients.NpmTools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * What CloudFormation knows of each type of resource: its properties, which of them must be given, a change of which makes
 * another resource, and its attributes. As AWS publishes it for its own tools, in the npm package
 * {@code @aws-cdk/aws-service-spec}; nothing of it is typed here.
 */
final class ResourceTypes {

    private static final Path DATABASE = Path.of("node_modules", "@aws-cdk", "aws-service-spec", "db.json.gz");

    private final Map<String, JsonNode> types = new HashMap<>();
    private final Map<String, JsonNode> definitions = new HashMap<>();

    private ResourceTypes(JsonNode schema) {
        schema.at("/resource/entities")
                .forEach(type -> types.put(type.path("cloudFormationType").asText(), type));
        schema.at("/typeDefinition/entities")
                .forEach(definition -> definitions.put(definition.path("$id").asText(), definition));
    }

    /** From the package, which npm installs first where it is missing. */
    static ResourceTypes read() {
        NpmTools.install();
        try (InputStream packed = Files.newInputStream(NpmTools.MODULE.resolve(DATABASE));
                InputStream in = new GZIPInputStream(packed)) {
            return new ResourceTypes(new JsonMapper().readTree(in).path("schema"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean knows(String type) {
        return types.containsKey(type);
    }

    /** Everything that is wrong with resolved properties, by path; empty if nothing is. */
    List<String> faults(String type, JsonNode properties) {
        List<String> faults = new ArrayList<>();
        object(type(type).path("properties"), properties, "", faults);
        return faults;
    }

    /** Whether a change from one to the other makes another resource. */
    boolean replaces(String type, JsonNode before, JsonNode after) {
        Set<String> names = new HashSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        return names.stream()
                .filter(name -> !before.path(name).equals(after.path(name)))
                .anyMatch(name -> type(type)
                        .at("/properties")
                        .path(name)
                        .path("causesReplacement")
                        .asText()
                        .equals("yes"));
    }

    boolean hasAttribute(String type, String attribute) {
        JsonNode attributes = type(type).path("attributes");
        return attributes.has(attribute)
                || (type.equals("AWS::CloudFormation::Stack") && attribute.startsWith("Outputs."));
    }

    /** The properties that together tell one resource of a type from another, or attributes of such names. */
    List<String> identifiers(String type) {
        List<String> names = new ArrayList<>();
        type(type).path("primaryIdentifier").forEach(name -> names.add(name.asText()));
        return names;
    }

    private JsonNode type(String name) {
        JsonNode type = types.get(name);
        if (type == null) {
            throw new StackException("Template format error: Unrecognized resource types: [" + name + "]");
        }
        return type;
    }

    private void object(JsonNode known, JsonNode given, String path, List<String> faults) {
        given.properties().forEach(member -> {
            JsonNode property = known.path(member.getKey());
            if (property.isMissingNode()) {
                faults.add("#" + path + ": extraneous key [" + member.getKey() + "] is not permitted");
            } else if (!fits(property.path("type"), member.getValue(), path + "/" + member.getKey(), faults)) {
                faults.add("#" + path + "/" + member.getKey() + ": expected type: "
                        + property.at("/type/type").asText() + ", found: " + member.getValue());
            }
        });
        known.properties().forEach(property -> {
            if (property.getValue().path("required").asBoolean() && !given.has(property.getKey())) {
                faults.add("#" + path + ": required key [" + property.getKey() + "] not found");
            }
        });
    }

    /** Whether a value is of a type; what is wrong within it is added to the faults. CloudFormation converts scalars. */
    private boolean fits(JsonNode type, JsonNode value, String path, List<String> faults) {
        return switch (type.path("type").asText()) {
            case "string", "date-time" -> value.isValueNode();
            case "integer" -> value.isValueNode() && value.asText().matches("-?[0-9]+");
            case "number" -> value.isValueNode() && value.asText().matches("-?[0-9]+(\\.[0-9]+)?");
            case "boolean" -> value.isValueNode() && value.asText().matches("true|false");
            case "array" -> value.isArray() && all(type.path("element"), value, path, faults);
            case "map" -> value.isObject() && all(type.path("element"), value, path, faults);
            case "tag" -> value.isObject() && value.has("Key") && value.has("Value");
            case "ref" -> {
                if (value.isObject()) {
                    object(definition(type), value, path, faults);
                }
                yield value.isObject();
            }
            case "union" -> {
                boolean any = false;
                for (JsonNode alternative : type.path("types")) {
                    List<String> found = new ArrayList<>();
                    any |= fits(alternative, value, path, found) && found.isEmpty();
                }
                yield any;
            }
            default -> true; // Any JSON.
        };
    }

    private boolean all(JsonNode element, JsonNode values, String path, List<String> faults) {
        boolean all = true;
        for (JsonNode value : values) {
            all &= fits(element, value, path + "/*", faults);
        }
        return all;
    }

    private JsonNode definition(JsonNode reference) {
        JsonNode definition = definitions.get(reference.at("/reference/$ref").asText());
        if (definition == null) {
            throw new IllegalStateException("the package has no definition " + reference);
        }
        return definition.path("properties");
    }
}
