package io.purchaseorders.local.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.UnaryOperator;

/** Takes the place of the order-api function: remembers what it was asked and answers what it was told to. */
final class StandInFunction implements UnaryOperator<byte[]> {

    static final String OK =
            "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"application/json\",\"ETag\":\"\\\"1\\\"\"},\"body\":\"{\\\"é\\\":1}\"}";

    final LinkedBlockingDeque<JsonNode> requests = new LinkedBlockingDeque<>();
    volatile String answer = OK;

    @Override
    public byte[] apply(byte[] request) {
        try {
            requests.add(new JsonMapper().readTree(request));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (answer.isEmpty()) {
            throw new IllegalStateException("table purchase-orders-local is on fire");
        }
        return answer.getBytes(StandardCharsets.UTF_8);
    }
}
