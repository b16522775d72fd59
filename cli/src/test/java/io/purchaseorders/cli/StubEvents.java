package io.purchaseorders.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Speaks PutEvents. What becomes of an entry is said by its Source: {@code throttled} is refused the first time,
 * {@code refused} always; the first {@code failingCalls} calls fail as a whole.
 */
final class StubEvents implements AutoCloseable {

    final List<JsonNode> accepted = new CopyOnWriteArrayList<>();
    final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
    final AtomicInteger failingCalls = new AtomicInteger();
    volatile int failingStatus = 503;

    private final ConcurrentHashMap<String, Boolean> seen = new ConcurrentHashMap<>();
    private final HttpServer server;

    StubEvents() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            var request = new JsonMapper().readTree(exchange.getRequestBody());
            boolean fails = failingCalls.getAndDecrement() > 0;
            var body = (fails ? "{\"__type\":\"SomeException\",\"message\":\"not\\nnow\"}" : answer(request))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(fails ? failingStatus : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private String answer(JsonNode request) {
        var answer = new JsonMapper().createObjectNode();
        var entries = answer.putArray("Entries");
        int failed = 0;
        batchSizes.add(request.path("Entries").size());
        for (JsonNode entry : request.path("Entries")) {
            var source = entry.path("Source").asText();
            boolean first = seen.put(entry.toString(), true) == null;
            if (source.equals("refused")) {
                failed++;
                entries.addObject().put("ErrorCode", "InvalidArgument").put("ErrorMessage", "no such thing");
            } else if (source.equals("throttled") && first) {
                failed++;
                entries.addObject().put("ErrorCode", "ThrottlingException").put("ErrorMessage", "slow down");
            } else {
                accepted.add(entry);
                entries.addObject().put("EventId", "1");
            }
        }
        return answer.put("FailedEntryCount", failed).toString();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
