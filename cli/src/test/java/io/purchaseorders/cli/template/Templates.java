package io.purchaseorders.cli.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.local.cloudformation.ShortTags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The templates as they stand in the repository: intrinsic functions in their long form, not worked out. */
public final class Templates {

    public static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));
    public static final Path DIRECTORY = ROOT.resolve("cloudformation");

    private Templates() {}

    /** Every file that deploys as a stack of its own or nested. */
    public static Stream<String> names() {
        return Stream.of(
                "main.yaml",
                "iamroles.yaml",
                "network.yaml",
                "releases.yaml",
                "users.yaml",
                "monitoring.yaml",
                "projections.yaml",
                "pipeline.yaml",
                "deployer.yaml",
                "publisher.yaml",
                "console.yaml",
                "evidence.yaml");
    }

    public static String text(String name) {
        try {
            return Files.readString(DIRECTORY.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode read(String name) {
        return ShortTags.read(text(name));
    }

    public static JsonNode main() {
        return read("main.yaml");
    }

    public static Map<String, JsonNode> resources(JsonNode template) {
        Map<String, JsonNode> resources = new LinkedHashMap<>();
        template.path("Resources")
                .properties()
                .forEach(resource -> resources.put(resource.getKey(), resource.getValue()));
        return resources;
    }

    public static Map<String, JsonNode> ofType(JsonNode template, String type) {
        Map<String, JsonNode> resources = resources(template);
        resources.values().removeIf(resource -> !resource.path("Type").asText().equals(type));
        return resources;
    }

    /** Visits every object member below a node: its name and its value. */
    public static void walk(JsonNode node, BiConsumer<String, JsonNode> visit) {
        node.properties().forEach(member -> visit.accept(member.getKey(), member.getValue()));
        node.forEach(child -> walk(child, visit));
    }

    /** An element as a list of one, a list as it is. */
    public static List<String> texts(JsonNode oneOrMore) {
        List<String> texts = new ArrayList<>();
        if (oneOrMore.isArray()) {
            oneOrMore.forEach(element -> texts.add(element.isTextual() ? element.asText() : element.toString()));
        } else {
            texts.add(oneOrMore.isTextual() ? oneOrMore.asText() : oneOrMore.toString());
        }
        return texts;
    }

    public static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** The statements of a policy, those under a condition as if it held. */
    public static Stream<JsonNode> statements(JsonNode policyDocument) {
        return elements(policyDocument.path("Statement"))
                .map(statement -> statement.has("Fn::If") ? statement.at("/Fn::If/1") : statement);
    }
}
