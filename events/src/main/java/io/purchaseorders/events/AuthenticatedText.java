package io.purchaseorders.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What an authentication code covers: texts of a stored event, exactly as they are stored.
 *
 * @param timestamp the sort key
 * @param detail the published text
 */
public record AuthenticatedText(
        String orderId, String timestamp, String type, String source, String recordedAt, String detail) {

    /**
     * Each text in the order of the components, as four bytes of its length (big-endian) and its bytes in UTF-8: no two
     * events have the same bytes, wherever one text ends and the next begins.
     */
    public byte[] encoded() {
        List<byte[]> texts =
                List.of(bytes(orderId), bytes(timestamp), bytes(type), bytes(source), bytes(recordedAt), bytes(detail));
        int length =
                texts.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
        ByteBuffer encoded = ByteBuffer.allocate(length);
        texts.forEach(text -> encoded.putInt(text.length).put(text));
        return encoded.array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
