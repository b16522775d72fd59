package io.purchaseorders.local.secretsmanager;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GetSecretValue} for the secrets of a template. Every user of this machine reaches a loopback port, so its
 * address has a part that only those know who are told: the functions of the same process.
 */
public final class SecretsManager implements AutoCloseable {

    private static final String FOLDER = "secrets";
    private static final String TARGET = "secretsmanager.GetSecretValue";
    private static final JsonMapper JSON = new JsonMapper();
    private static final int OK = 200;
    private static final int REFUSED = 400;
    private static final int UNKNOWN = 404;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String path = "/" + UUID.randomUUID() + "/";
    private final List<String> arns;
    private final SecretFolder values;
    private final boolean isKept;

    private SecretsManager(HttpServer server, List<String> arns, SecretFolder values, boolean isKept) {
        this.server = server;
        this.arns = arns;
        this.values = values;
        this.isKept = isKept;
    }

    /**
     * Starts on a free port of the loopback interface.
     *
     * @param arns of the secrets
     * @param data where their values are kept, in a folder of its own; null for as long as this runs
     */
    public static SecretsManager start(List<String> arns, @Nullable Path data) {
        try {
            Path folder = data == null ? Files.createTempDirectory("purchase-orders-secrets") : data.resolve(FOLDER);
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            SecretsManager started =
                    new SecretsManager(server, List.copyOf(arns), new SecretFolder(folder), data != null);
            arns.forEach(arn -> started.values.read(name(arn)));
            server.createContext("/", started::answer);
            server.setExecutor(started.threads);
            server.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("Secrets cannot be kept or served", e);
        }
    }

    /** What {@code AWS_ENDPOINT_URL_SECRETS_MANAGER} has to be. */
    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    /** The file that holds a secret's value. */
    public Path file(String arn) {
        return values.file(name(arn));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().startsWith(path)) {
                exchange.sendResponseHeaders(UNKNOWN, -1);
                return;
            }
            String id =
                    JSON.readTree(exchange.getRequestBody()).path("SecretId").asText();
            boolean isAsked = TARGET.equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            var body = JSON.createObjectNode();
            if (isAsked && arns.contains(id)) {
                body.put("ARN", id).put("Name", name(id)).put("SecretString", values.read(name(id)));
            } else {
                body.put("__type", isAsked ? "ResourceNotFoundException" : "InvalidRequestException")
                        .put("Message", "Secrets Manager can't find the specified secret.");
            }
            byte[] bytes = JSON.writeValueAsBytes(body);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(body.has("ARN") ? OK : REFUSED, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String name(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        if (!isKept) {
            values.delete();
        }
    }
}
