package io.purchaseorders.local.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the gateway needs of the OpenAPI document.
 *
 * @param operations with their scopes
 * @param anyMethod the paths whose other methods reach the function too, without a token
 * @param compressedFrom the size from which on answers are compressed, in bytes
 * @param isBinary whether bodies of any type go to the function and come from it in Base64, where they are bytes
 */
record ApiDocument(List<Operation> operations, Set<String> anyMethod, int compressedFrom, boolean isBinary) {

    private static final String RESOURCE = "/cloudformation/openapi.yaml";
    private static final String ANY_METHOD = "x-amazon-apigateway-any-method";
    private static final String BINARY_TYPES = "x-amazon-apigateway-binary-media-types";
    private static final String COMPRESSED_FROM = "x-amazon-apigateway-minimum-compression-size";

    /** The document on the class path, which is the one that deploys. */
    static ApiDocument packaged() {
        try (var stream = ApiDocument.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new FileNotFoundException(RESOURCE + " is not on the class path");
            }
            var document = new YAMLMapper().readTree(stream);
            return new ApiDocument(
                    operations(document),
                    document.path("paths").properties().stream()
                            .filter(path -> path.getValue().has(ANY_METHOD))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toUnmodifiableSet()),
                    document.path(COMPRESSED_FROM).asInt(Integer.MAX_VALUE),
                    document.path(BINARY_TYPES).path(0).asText().equals("*/*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Operation> operations(JsonNode document) {
        var operations = new ArrayList<Operation>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
                // Beside the methods, a path has parameters and x-... members.
                if (member.getValue().has("operationId")) {
                    operations.add(new Operation(
                            member.getValue().path("operationId").asText(),
                            path.getKey(),
                            member.getKey().toUpperCase(Locale.ROOT),
                            scopes(member.getValue().path("security"))));
                }
            }
        }
        return List.copyOf(operations);
    }

    private static List<String> scopes(JsonNode security) {
        var scopes = new ArrayList<String>();
        security.forEach(requirement -> requirement.forEach(list -> list.forEach(scope -> scopes.add(scope.asText()))));
        return List.copyOf(scopes);
    }
}
