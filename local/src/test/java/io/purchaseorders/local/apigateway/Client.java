package io.purchaseorders.local.apigateway;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls the gateway, politely or byte by byte. */
final class Client {

    private final URI gateway;

    Client(Gateway gateway) {
        this.gateway = gateway.address();
    }

    HttpResponse<String> call(String method, String path, String token) {
        var request = HttpRequest.newBuilder(URI.create(gateway + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(20));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** With one more header, and the body as it came. */
    HttpResponse<byte[]> bytes(String method, String path, String header, String value) {
        var request = HttpRequest.newBuilder(URI.create(gateway + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header(header, value)
                .timeout(Duration.ofSeconds(20))
                .build();
        return send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** By a connection of its own, so that no call depends on one before. */
    private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, body);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends the request target as it is, which no HTTP client would do for a malformed one. */
    String raw(String target, String token) throws IOException {
        try (var socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(20_000);
            var request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
