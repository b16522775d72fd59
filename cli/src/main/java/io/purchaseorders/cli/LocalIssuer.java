package io.purchaseorders.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** The issuer that a local system's API trusts, found the way any client would (RFC 9728, OpenID). */
final class LocalIssuer {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Anyone may be a client of the local issuer. */
    private static final String CREDENTIALS = "orders-cli:local";

    private final URI api;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    LocalIssuer(URI api) {
        this.api = api;
    }

    /** An access token with exactly these scopes. */
    String token(List<String> scopes) {
        var resource = get(URI.create(api + "/.well-known/oauth-protected-resource"));
        var issuer = member(resource.path("authorization_servers").path(0));
        var metadata = get(URI.create(issuer + "/.well-known/openid-configuration"));
        var form = "grant_type=client_credentials&scope="
                + URLEncoder.encode(String.join(" ", scopes), StandardCharsets.UTF_8);
        var answer = send(HttpRequest.newBuilder(URI.create(member(metadata.path("token_endpoint"))))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(CREDENTIALS.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        return member(answer.path("access_token"));
    }

    private JsonNode get(URI address) {
        return send(HttpRequest.newBuilder(address));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            var response = http.send(
                    request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() != 200) {
                throw stranger();
            }
            return new JsonMapper().readTree(response.body());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw stranger();
        } catch (IOException e) {
            throw new UsageProblem("Nothing answers at " + api
                    + ": start the system with ./orders up, or name its port with --api-port.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageProblem("Interrupted before the token came: run it again.");
        }
    }

    private String member(JsonNode value) {
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw stranger();
        }
        return value.asText();
    }

    private UsageProblem stranger() {
        return new UsageProblem(
                "What answers at " + api + " is not the purchase-order API: name its port with --api-port.");
    }
}
