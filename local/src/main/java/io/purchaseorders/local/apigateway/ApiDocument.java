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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the gateway needs of the OpenAPI document.
 *
 * @param operations with their scopes and functions
 * @param anyMethod what other methods are told without a token, by path
 * @param compressedFrom the size from which on answers are compressed, in bytes
 * @param isBinary whether bodies of any type go to the function and come from it in Base64, where they are bytes
 */
record ApiDocument(List<Operation> operations, Map<String, Operation> anyMethod, int compressedFrom, boolean isBinary) {

    private static final String RESOURCE = "/cloudformation/openapi.yaml";
    private static final String ANY_METHOD = "x-amazon-apigateway-any-method";
    private static final String INTEGRATION = "x-amazon-apigateway-integration";
    private static final Pattern FUNCTION = Pattern.compile("functions/\\$\\{(\\w+)}/invocations");
    private static final String BINARY_TYPES = "x-amazon-apigateway-binary-media-types";
    private static final String COMPRESSED_FROM = "x-amazon-apigateway-minimum-compression-size";

    /** The document on the class path, which is the one that deploys. */
    static ApiDocument packaged() {
        try (var stream = ApiDocument.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new FileNotFoundException(RESOURCE + " is not on the class path");
            }
            var document = new YAMLMapper().readTree(stream);
            boolean isBinary = document.path(BINARY_TYPES).path(0).asText().equals("*/*");
            return new ApiDocument(
                    operations(document, isBinary),
                    document.path("paths").properties().stream()
                            .filter(path -> path.getValue().has(ANY_METHOD))
                            .collect(Collectors.toUnmodifiableMap(
                                    Map.Entry::getKey,
                                    path -> operation(
                                            "any",
                                            path.getKey(),
                                            "",
                                            path.getValue().path(ANY_METHOD),
                                            isBinary))),
                    document.path(COMPRESSED_FROM).asInt(Integer.MAX_VALUE),
                    isBinary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Operation> operations(JsonNode document, boolean isBinary) {
        var operations = new ArrayList<Operation>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
                // Beside the methods, a path has parameters and x-... members.
                if (member.getValue().has("operationId")) {
                    operations.add(operation(
                            member.getValue().path("operationId").asText(),
                            path.getKey(),
                            member.getKey().toUpperCase(Locale.ROOT),
                            member.getValue(),
                            isBinary));
                }
            }
        }
        return List.copyOf(operations);
    }

    private static Operation operation(String id, String path, String method, JsonNode described, boolean isBinary) {
        return new Operation(
                id,
                path,
                method,
                scopes(described.path("security")),
                integration(path + " " + id, described, described.path(INTEGRATION), isBinary));
    }

    private static Integration integration(String name, JsonNode method, JsonNode integration, boolean isBinary) {
        if (integration.path("type").asText().equals("mock")) {
            return new Integration.Mock(MockIntegration.of(name, method, integration, isBinary));
        }
        Matcher function =
                FUNCTION.matcher(integration.path("uri").path("Fn::Sub").asText());
        if (!function.find()) {
            throw new IllegalStateException(name + " names no function by its alias");
        }
        return new Integration.Function(function.group(1));
    }

    private static List<String> scopes(JsonNode security) {
        var scopes = new ArrayList<String>();
        security.forEach(requirement -> requirement.forEach(list -> list.forEach(scope -> scopes.add(scope.asText()))));
        return List.copyOf(scopes);
    }
}
