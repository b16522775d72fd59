package io.purchaseorders.local.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Stands between a function and its tables, speaks DynamoDB's protocol to both, and does to requests what was decided. */
public final class FaultyDynamo implements AutoCloseable {

    /** Longer than a quick retry, shorter than the SDK's patience. */
    private static final Duration SLOW = Duration.ofMillis(300);

    /** Longer than a failed batch takes to come again. */
    private static final Duration LATER = Duration.ofSeconds(2);

    private static final int BAD_REQUEST = 400;

    private static final byte[] THROTTLED =
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException\",\"message\":\"on purpose\"}"
                    .getBytes(StandardCharsets.UTF_8);

    /** What the client sets itself. */
    private static final Set<String> OWN = Set.of("connection", "content-length", "host", "expect", "upgrade");

    private final URI dynamo;
    private final Faults faults;
    private final HttpServer server;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private FaultyDynamo(URI dynamo, Faults faults) throws IOException {
        this.dynamo = dynamo;
        this.faults = faults;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /** Starts on any free port in front of a DynamoDB. */
    public static FaultyDynamo start(URI dynamo, Faults faults) {
        try {
            FaultyDynamo faulty = new FaultyDynamo(dynamo, faults);
            faulty.server.start();
            return faulty;
        } catch (IOException e) {
            throw new IllegalStateException("Faults cannot be injected: no free port", e);
        }
    }

    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) { // Closed without an answer, the connection breaks.
            HttpRequest request = request(exchange);
            switch (faults.next()) {
                case PASSES -> answer(exchange, request);
                case BREAKS_BEFORE -> {}
                case BREAKS_AFTER -> client.send(request, HttpResponse.BodyHandlers.discarding());
                case THROTTLED -> {
                    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
                    exchange.sendResponseHeaders(BAD_REQUEST, THROTTLED.length);
                    exchange.getResponseBody().write(THROTTLED);
                }
                case SLOW -> {
                    TimeUnit.MILLISECONDS.sleep(SLOW.toMillis());
                    answer(exchange, request);
                }
                case ARRIVES_LATER -> threads.execute(() -> arriveLater(request));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void arriveLater(HttpRequest request) {
        try {
            TimeUnit.MILLISECONDS.sleep(LATER.toMillis());
            client.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("A late request did not arrive: " + e.getMessage());
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(dynamo.resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private void answer(HttpExchange exchange, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        response.headers().map().forEach((name, values) -> {
            if (!OWN.contains(name) && !name.equals("transfer-encoding")) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
        exchange.sendResponseHeaders(response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
        exchange.getResponseBody().write(response.body());
    }

    /** Says what went wrong; what was to arrive later no longer does. */
    @Override
    public void close() {
        faults.tell();
        server.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }
}
