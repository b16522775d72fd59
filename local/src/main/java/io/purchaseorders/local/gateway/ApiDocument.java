package io.purchaseorders.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the gateway needs of the OpenAPI document: the operations with their scopes. */
final class ApiDocument {

    private static final String RESOURCE = "/cloudformation/openapi.yaml";

    private ApiDocument() {}

    /** The operations of the document on the class path, which is the one that deploys. */
    static List<Operation> operations() {
        try (var document = ApiDocument.class.getResourceAsStream(RESOURCE)) {
            if (document == null) {
                throw new FileNotFoundException(RESOURCE + " is not on the class path");
            }
            return operations(new YAMLMapper().readTree(document));
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
