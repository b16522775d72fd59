package io.purchaseorders.handlers.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.purchaseorders.handlers.api.Question;
import io.purchaseorders.projections.totals.Projections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the document that is served, and the routes, to the one that deploys. */
@NullMarked
class OpenApiDocumentTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));
    private static final Path YAML = ROOT.resolve("cloudformation/openapi.yaml");
    private static final Path SERVED = ROOT.resolve("handlers/src/main/resources/openapi.json");

    private static final String WRITE = "openapi.write";

    @Test
    void the_served_document_is_the_deployed_one_without_what_is_for_the_gateway_alone() throws IOException {
        String json = new JsonMapper()
                        .configure(SerializationFeature.INDENT_OUTPUT, true)
                        .writeValueAsString(deployed())
                + "\n";
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(SERVED, json);
        }
        assertThat(SERVED)
                .as(
                        "after a change of %s run: mvn test -pl handlers -am -Dtest=OpenApiDocumentTest "
                                + "-Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
                        YAML, WRITE)
                .hasContent(json);
    }

    @Test
    void every_path_and_parameter_of_the_document_is_known_and_no_other() throws IOException {
        JsonNode document = deployed();
        JsonNode paths = document.path("paths");
        Set<String> templates = Arrays.stream(Question.values())
                .map(OpenApiDocumentTest::served)
                .collect(Collectors.toSet());
        assertThat(paths.properties().stream().map(java.util.Map.Entry::getKey)).hasSameElementsAs(templates);
        for (Question route : Question.values()) {
            Set<String> names = new TreeSet<>();
            for (JsonNode reference : paths.path(served(route)).path("get").path("parameters")) {
                JsonNode parameter = document.at(reference.path("$ref").asText().substring(1));
                if (parameter.path("in").asText().equals("query")) {
                    names.add(parameter.path("name").asText());
                }
            }
            assertThat(names).as(route.template()).isEqualTo(new TreeSet<>(route.parameters()));
        }
    }

    /** The gateway's sign of a variable that takes many segments is none of OpenAPI's. */
    private static String served(Question route) {
        return route.template().replace("+}", "}");
    }

    @Test
    void the_function_knows_from_which_size_on_the_gateway_compresses() throws IOException {
        assertThat(new YAMLMapper()
                        .readTree(YAML.toFile())
                        .path("x-amazon-apigateway-minimum-compression-size")
                        .intValue())
                .isEqualTo(Compression.MINIMUM_BYTES);
    }

    /** API Gateway imports a Cognito authorizer as a key in a header only; clients are told what it is: a bearer token. */
    private static JsonNode deployed() throws IOException {
        ObjectNode document = (ObjectNode) withoutExtensions(new YAMLMapper().readTree(YAML.toFile()));
        JsonNode served = document.remove("x-served");
        ((ObjectNode) document.at("/components/securitySchemes")).set("cognito", served.path("securityScheme"));
        ObjectNode paths = (ObjectNode) document.path("paths");
        ObjectNode renamed = new JsonMapper().createObjectNode();
        paths.properties().forEach(path -> renamed.set(path.getKey().replace("+}", "}"), path.getValue()));
        document.set("paths", renamed);
        ObjectNode whole = new JsonMapper().createObjectNode();
        document.properties().forEach(member -> {
            whole.set(member.getKey(), member.getValue());
            if (member.getKey().equals("info")) {
                whole.set("servers", served.path("servers"));
            }
        });
        return whole;
    }

    private static JsonNode withoutExtensions(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(member -> member.getKey().startsWith("x-amazon-"));
        }
        node.forEach(OpenApiDocumentTest::withoutExtensions);
        return node;
    }

    @Test
    void the_document_says_how_the_keys_of_every_projection_are_written() throws IOException {
        String description = deployed()
                .at("/components/parameters/AggregationKey/description")
                .asText();
        assertThat(Projections.ALL)
                .as("say so in the description of components/parameters/AggregationKey")
                .allSatisfy(projection ->
                        assertThat(description).contains("`" + projection.keys().notation() + "`"));
    }
}
