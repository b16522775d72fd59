package io.purchaseorders.local.apigateway;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A gateway and its issuer on free ports, and calls to it as a client makes them. */
public final class ApiCaller implements AutoCloseable {

    private final Duration patience;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Issuer issuer = Issuer.start(0);
    private final Gateway gateway;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    /**
     * @param integrations what answers behind the gateway
     * @param patience how long a call may take
     */
    public ApiCaller(Integrations integrations, Duration patience) throws BindException {
        this.patience = patience;
        this.gateway = Gateway.start(0, issuer, integrations);
    }

    public URI address() {
        return gateway.address();
    }

    /** An access token with these scopes, separated by spaces; the same one each time. */
    public String token(String scopes) {
        return tokens.computeIfAbsent(scopes, this::newToken);
    }

    private String newToken(String scopes) {
        String body = send(HttpRequest.newBuilder(URI.create(issuer.address() + "/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Authorization", "Basic dGVzdDp0ZXN0") // test:test; anyone is a client
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "grant_type=client_credentials&scope=" + encoded(scopes))))
                .body();
        try {
            return new JsonMapper().readTree(body).path("access_token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param target path and query, encoded
     * @param scopes those of the token, separated by spaces; empty for a call without one
     * @param headers names and values in turns
     */
    public HttpResponse<String> call(String method, String target, String scopes, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + target))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(patience);
        if (!scopes.isEmpty()) {
            request.header("Authorization", "Bearer " + token(scopes));
        }
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        gateway.close();
        issuer.close();
        http.close();
    }
}
