/*
 * Makes the API's document as it is served of the one that API Gateway imports.
 *
 *     java -cp JACKSON scripts/ServedDocument.java cloudformation/openapi.yaml OUTPUT.json
 *
 * Without what is for the gateway alone (x-amazon-...), and with what clients are told in its place (x-served): where the API
 * is, and that its tokens are bearer tokens. The build runs it, so that no YAML parser goes into the functions, by Maven's own JDK,
 * which may be 17.
 */
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class ServedDocument {

    public static void main(String[] arguments) throws IOException {
        Path output = Path.of(arguments[1]);
        Files.createDirectories(output.getParent());
        Files.writeString(
                output,
                new JsonMapper()
                        .configure(SerializationFeature.INDENT_OUTPUT, true)
                        .writeValueAsString(served(new YAMLMapper().readTree(Path.of(arguments[0]).toFile()))));
    }

    /** API Gateway imports a Cognito authorizer as a key in a header only; clients are told what it is. */
    private static JsonNode served(JsonNode deployed) {
        ObjectNode document = (ObjectNode) withoutExtensions(deployed);
        JsonNode instead = document.remove("x-served");
        ((ObjectNode) document.at("/components/securitySchemes")).set("cognito", instead.path("securityScheme"));
        ObjectNode paths = JsonNodeFactory.instance.objectNode();
        // The gateway's sign of a variable that takes many segments is none of OpenAPI's.
        document.path("paths").properties().forEach(path -> paths.set(path.getKey().replace("+}", "}"), path.getValue()));
        document.set("paths", paths);
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        document.properties().forEach(member -> {
            whole.set(member.getKey(), member.getValue());
            if (member.getKey().equals("info")) {
                whole.set("servers", instead.path("servers"));
            }
        });
        return whole;
    }

    private static JsonNode withoutExtensions(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(member -> member.getKey().startsWith("x-amazon-"));
        }
        node.forEach(ServedDocument::withoutExtensions);
        return node;
    }
}
