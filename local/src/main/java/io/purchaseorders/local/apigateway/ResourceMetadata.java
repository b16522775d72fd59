package io.purchaseorders.local.apigateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** RFC 9728's protected resource metadata: tells clients where to get a token for this API. */
record ResourceMetadata(URI resource, URI issuer) {

    static final String PATH = "/.well-known/oauth-protected-resource";

    URI address() {
        return URI.create(resource + PATH);
    }

    byte[] json() {
        var metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("resource", resource.toString());
        metadata.putArray("authorization_servers").add(issuer.toString());
        metadata.putArray("scopes_supported")
                .add("orders/read")
                .add("orders/audit")
                .add("orders/publish");
        metadata.putArray("bearer_methods_supported").add("header");
        return metadata.toString().getBytes(StandardCharsets.UTF_8);
    }
}
