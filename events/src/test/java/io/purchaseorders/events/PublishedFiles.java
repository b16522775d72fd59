package io.purchaseorders.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What publishers read: schemas, samples and the AsyncAPI document, as the repository holds them. */
final class PublishedFiles {

    /** In life-cycle order. */
    static final List<String> TYPES = EventType.wireNames();

    static final Path DATA = Path.of(System.getProperty("repository.root"), "data");
    static final Path RESOURCES = Path.of(System.getProperty("repository.root"), "events/src/main/resources");

    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private PublishedFiles() {}

    static JsonNode golden(String type) {
        return json(DATA.resolve("events").resolve(type + ".v1.json"));
    }

    static JsonNode schema(String type) {
        return json(RESOURCES.resolve("schemas").resolve(type + ".v1.json"));
    }

    static JsonNode json(Path file) {
        return parse(text(file));
    }

    static JsonNode parse(String text) {
        try {
            return DetailJson.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        if (!Files.exists(file)) {
            throw new AssertionError(file + " is missing: CONTRIBUTING.md says what a type of event needs");
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the schema of that type finds wrong with a Detail. */
    static Set<ValidationMessage> faults(String type, JsonNode detail) {
        return SCHEMAS.computeIfAbsent(type, PublishedFiles::compile).validate(detail);
    }

    private static JsonSchema compile(String type) {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema(type));
        schema.initializeValidators();
        return schema;
    }
}
