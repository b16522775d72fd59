package io.purchaseorders.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.oas.OpenApi30;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The OpenAPI document as it is served: its operations, their parameters, and what fits its schemas. */
final class Document {

    /** Schemas that say in words that further members are to be expected: what publishers made up goes with them. */
    private static final Set<String> OPEN = Set.of("OrderEvent");

    private static final String HERE = "https://document.test/openapi.json";

    private static final SchemaValidatorsConfig WITH_FORMATS =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode document;
    private final JsonSchemaFactory schemas;
    private final Map<String, JsonSchema> byPointer = new ConcurrentHashMap<>();

    /** @param in {@code path}, {@code query} or {@code header} */
    record Parameter(String name, String in, boolean required, String schemaPointer) {}

    /**
     * One method of one path.
     *
     * @param scopes any one of them opens it; none where everybody may call
     * @param answers the statuses that it may have, and where the schema of each one's body is, if it has one
     */
    record Operation(
            String id,
            String method,
            String path,
            List<String> scopes,
            List<Parameter> parameters,
            Map<String, String> answers) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    Document(JsonNode served) {
        document = served;
        String closed = closed(served.deepCopy(), "").toString();
        schemas = JsonSchemaFactory.getInstance(
                VersionFlag.V4,
                builder -> builder.metaSchema(OpenApi30.getInstance())
                        .defaultMetaSchemaIri(OpenApi30.getInstance().getIri())
                        .schemaLoaders(loaders -> loaders.schemas(Map.of(HERE, closed))));
    }

    /** A member that no schema describes is a fault, so that nothing is answered that clients cannot know of. */
    private static JsonNode closed(JsonNode node, String name) {
        if (node instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && object.path("properties").isObject()
                && !object.has("additionalProperties")
                && !OPEN.contains(name)) {
            object.set("additionalProperties", BooleanNode.FALSE);
        }
        if (!OPEN.contains(name)) {
            node.properties().forEach(member -> closed(member.getValue(), member.getKey()));
            node.forEach(element -> closed(element, ""));
        }
        return node;
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(member -> {
                    if (member.getValue().has("operationId")) {
                        operations.add(operation(path.getKey(), member.getKey(), member.getValue()));
                    }
                }));
        return operations;
    }

    private Operation operation(String path, String method, JsonNode operation) {
        List<Parameter> parameters = new ArrayList<>();
        String pathPointer = "/paths/" + escaped(path);
        String pointer = pathPointer + "/" + method;
        for (String owner : List.of(pathPointer, pointer)) {
            for (int i = 0; i < document.at(owner + "/parameters").size(); i++) {
                String place = resolved(owner + "/parameters/" + i);
                JsonNode parameter = document.at(place);
                parameters.add(new Parameter(
                        parameter.path("name").asText(),
                        parameter.path("in").asText(),
                        parameter.path("required").asBoolean(),
                        resolved(place + "/schema")));
            }
        }
        Map<String, String> answers = new java.util.TreeMap<>();
        operation.path("responses").properties().forEach(answer -> {
            String content = resolved(pointer + "/responses/" + answer.getKey()) + "/content";
            JsonNode types = document.at(content);
            answers.put(
                    answer.getKey(),
                    types.isEmpty()
                            ? ""
                            : resolved(
                                    content + "/" + escaped(types.fieldNames().next()) + "/schema"));
        });
        TreeSet<String> scopes = new TreeSet<>();
        operation.path("security").forEach(each -> each.forEach(list -> list.forEach(s -> scopes.add(s.asText()))));
        return new Operation(
                operation.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                List.copyOf(scopes),
                parameters,
                answers);
    }

    private String resolved(String pointer) {
        String reference = document.at(pointer).path("$ref").asText();
        return reference.isEmpty() ? pointer : resolved(reference.substring(1));
    }

    private static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }

    /** What does not fit the schema at this place of the document; empty if all does. */
    List<String> faults(String pointer, JsonNode value) {
        return byPointer
                .computeIfAbsent(
                        pointer,
                        place -> schemas.getSchema(
                                SchemaLocation.of(
                                        HERE + "#" + place.replace("{", "%7B").replace("}", "%7D")),
                                WITH_FORMATS))
                .validate(value)
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** Whether a text is a value of the parameter, as far as its schema can tell. */
    boolean allows(Parameter parameter, String text) {
        JsonNode schema = document.at(parameter.schemaPointer());
        boolean number = schema.path("type").asText().equals("integer");
        if (number && !text.matches("-?[0-9]{1,9}")) {
            return false;
        }
        var factory = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;
        return faults(
                        parameter.schemaPointer(),
                        number ? factory.numberNode(Integer.parseInt(text)) : factory.textNode(text))
                .isEmpty();
    }
}
