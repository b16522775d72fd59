package io.purchaseorders.clients.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.local.cloudformation.ShortTags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * What {@code aws cloudformation package} does, into memory: uploads code, nested templates and included documents under the
 * digest of their content and writes where they are in their place. Source: AWS CLI reference, "package".
 */
final class Bucket {

    private static final String NAME = "artifacts";

    private final Map<String, String> objects = new HashMap<>();
    private final Map<String, Template> read = new HashMap<>();
    private final Path directory;

    /** Stands for the functions' archive, so that a test can release another one without building it. */
    private String archive;

    Bucket(Path directory, String archive) {
        this.directory = directory;
        this.archive = archive;
    }

    void archive(String content) {
        archive = content;
    }

    /** The packaged form of a template in the directory. */
    String pack(String name) {
        JsonNode template = ShortTags.read(local(name));
        template.path("Resources").forEach(resource -> {
            if (resource.path("Properties") instanceof ObjectNode properties) {
                switch (resource.path("Type").asText()) {
                    case "AWS::Lambda::Function" ->
                        properties.set(
                                "Code",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("S3Bucket", NAME)
                                        .put("S3Key", put(archive)));
                    case "AWS::CloudFormation::Stack" ->
                        properties.put(
                                "TemplateURL",
                                put(pack(properties.path("TemplateURL").asText())));
                    default -> {}
                }
            }
        });
        template.findParents("Fn::Transform").forEach(parent -> {
            ObjectNode parameters = (ObjectNode) parent.at("/Fn::Transform/Parameters");
            parameters.put("Location", put(local(parameters.path("Location").asText())));
        });
        return template.toString();
    }

    /** A template by its text, read once. */
    Template template(String text) {
        Template known = read.get(text);
        if (known == null) {
            known = Template.read(text, this);
            read.put(text, known);
        }
        return known;
    }

    /** What was uploaded to an address. */
    String text(String address) {
        String text = objects.get(address);
        if (text == null) {
            throw new StackException("S3 error: Access Denied: " + address);
        }
        return text;
    }

    private String put(String content) {
        try {
            String key = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
            objects.put(key, content);
            return key;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String local(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
