package io.purchaseorders.handlers.payload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What an invocation is handed. Read as text, because events hold texts that are JSON again: of Jackson's two parsers, one
 * for bytes and one for text, a start then loads one.
 */
public final class Payload {

    private Payload() {}

    /** @throws IOException where the bytes are no UTF-8 */
    public static String text(InputStream payload) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(payload.readAllBytes()))
                .toString();
    }
}
