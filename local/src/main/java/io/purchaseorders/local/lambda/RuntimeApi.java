package io.purchaseorders.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lambda's runtime API, version 2018-06-01, for one process that runs one function: hands it invocations and takes its
 * answers. Speaks what the runtime interface client asks for, restoring from a snapshot included.
 */
final class RuntimeApi implements AutoCloseable {

    private static final String ROOT = "/2018-06-01/runtime";
    private static final String INVOCATION = ROOT + "/invocation/";
    private static final int ACCEPTED = 202;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String functionArn;
    private final Duration timeout;
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private final CompletableFuture<Long> ready = new CompletableFuture<>();
    private final CompletableFuture<Long> snapshot = new CompletableFuture<>();
    private final CompletableFuture<Void> restored = new CompletableFuture<>();
    private final CompletableFuture<Outcome> end = new CompletableFuture<>();

    /** What became of an invocation, and at which {@link System#nanoTime}. */
    sealed interface Outcome {
        long nanos();

        record Answered(String body, long nanos) implements Outcome {}

        /** @param error JSON with errorType and errorMessage, or what else the process had to say */
        record Failed(String error, long nanos) implements Outcome {}
    }

    private record Invocation(String id, String event, CompletableFuture<Outcome> outcome) {}

    private RuntimeApi(HttpServer server, String functionArn, Duration timeout) {
        this.server = server;
        this.functionArn = functionArn;
        this.timeout = timeout;
    }

    static RuntimeApi start(String functionArn, Duration timeout) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            RuntimeApi api = new RuntimeApi(server, functionArn, timeout);
            server.createContext(ROOT, api::handle);
            server.setExecutor(api.threads);
            server.start();
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException("The runtime API found no free port", e);
        }
    }

    /** Host and port, as the variable AWS_LAMBDA_RUNTIME_API wants them. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Completes when the function has been loaded and asks for its first invocation. */
    CompletableFuture<Long> ready() {
        return ready;
    }

    /** Completes when a process that was started for a snapshot has been primed for it. */
    CompletableFuture<Long> snapshot() {
        return snapshot;
    }

    /** Lets such a process go on, as after the snapshot was restored. */
    void restore() {
        restored.complete(null);
    }

    CompletableFuture<Outcome> invoke(String event) {
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), event, new CompletableFuture<>());
        waiting.add(invocation);
        return invocation.outcome().applyToEither(end, outcome -> outcome);
    }

    /** No process will take or answer anything any more. */
    void end(String error) {
        end.complete(new Outcome.Failed(error, System.nanoTime()));
        ready.completeExceptionally(new IllegalStateException(error));
        snapshot.completeExceptionally(new IllegalStateException(error));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (path.equals(INVOCATION + "next")) {
                ready.complete(System.nanoTime());
                hand(exchange, waiting.take());
            } else if (path.equals(ROOT + "/restore/next")) {
                snapshot.complete(System.nanoTime());
                restored.join();
                respond(exchange, 200, new byte[0]);
            } else if (path.startsWith(INVOCATION) && path.endsWith("/response")) {
                settle(path, new Outcome.Answered(text(body), System.nanoTime()));
                respond(exchange, ACCEPTED, new byte[0]);
            } else if (path.startsWith(INVOCATION) && path.endsWith("/error")) {
                settle(path, new Outcome.Failed(text(body), System.nanoTime()));
                respond(exchange, ACCEPTED, new byte[0]);
            } else if (path.equals(ROOT + "/init/error") || path.equals(ROOT + "/restore/error")) {
                end(text(body));
                respond(exchange, ACCEPTED, new byte[0]);
            } else {
                respond(exchange, 404, new byte[0]);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void hand(HttpExchange exchange, Invocation invocation) throws IOException {
        running.put(invocation.id(), invocation);
        var headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
        headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + timeout.toMillis()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
        headers.set(
                "Lambda-Runtime-Trace-Id",
                "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0");
        headers.set("Content-Type", "application/json");
        respond(exchange, 200, invocation.event().getBytes(StandardCharsets.UTF_8));
    }

    private void settle(String path, Outcome outcome) {
        String id = path.substring(INVOCATION.length(), path.lastIndexOf('/'));
        Invocation invocation = running.remove(id);
        if (invocation != null) {
            invocation.outcome().complete(outcome);
        }
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        end("The runtime API was stopped");
        server.stop(0);
        threads.shutdownNow();
    }
}
