package io.purchaseorders.handlers.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.purchaseorders.handlers.api.Question;
import io.purchaseorders.projections.totals.Projections;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
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

    @Test
    void the_served_document_is_the_deployed_one_without_what_is_for_the_gateway_alone() throws IOException {
        JsonNode served = served();
        JsonNode deployed = deployed();
        assertThat(served.toString()).doesNotContain("x-amazon", "Fn::", "x-served", "+}");
        assertThat(served.path("servers")).isEqualTo(deployed.at("/x-served/servers"));
        assertThat(served.at("/components/securitySchemes/cognito")).isEqualTo(deployed.at("/x-served/securityScheme"));
        assertThat(served.at("/components/schemas")).isEqualTo(deployed.at("/components/schemas"));
        assertThat(served.at("/components/parameters")).isEqualTo(deployed.at("/components/parameters"));
        assertThat(served.findValuesAsText("operationId"))
                .isNotEmpty()
                .isEqualTo(deployed.findValuesAsText("operationId"));
    }

    private static JsonNode served() throws IOException {
        try (InputStream made = OpenApiDocumentTest.class.getResourceAsStream("/openapi.json")) {
            return new JsonMapper().readTree(Objects.requireNonNull(made, "the build makes it after it has compiled"));
        }
    }

    private static JsonNode deployed() throws IOException {
        return new YAMLMapper().readTree(YAML.toFile());
    }

    @Test
    void every_path_and_parameter_of_the_document_is_known_and_no_other() throws IOException {
        JsonNode document = served();
        JsonNode paths = document.path("paths");
        Set<String> templates = Arrays.stream(Question.values())
                .map(OpenApiDocumentTest::served)
                .collect(Collectors.toSet());
        templates.addAll(answeredByTheGateway());
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

    private static Set<String> answeredByTheGateway() throws IOException {
        return deployed().path("paths").properties().stream()
                .filter(path -> path.getValue()
                        .at("/get/x-amazon-apigateway-integration/type")
                        .asText()
                        .equals("mock"))
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The gateway's sign of a variable that takes many segments is none of OpenAPI's. */
    private static String served(Question route) {
        return route.template().replace("+}", "}");
    }

    @Test
    void the_function_knows_from_which_size_on_the_gateway_compresses() throws IOException {
        assertThat(deployed()
                        .path("x-amazon-apigateway-minimum-compression-size")
                        .intValue())
                .isEqualTo(Compression.MINIMUM_BYTES);
    }

    @Test
    void the_document_says_how_the_keys_of_every_projection_are_written() throws IOException {
        String description =
                served().at("/components/parameters/AggregationKey/description").asText();
        assertThat(Projections.ALL)
                .as("say so in the description of components/parameters/AggregationKey")
                .allSatisfy(projection ->
                        assertThat(description).contains("`" + projection.keys().notation() + "`"));
    }
}
