package io.purchaseorders.handlers.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes where a page ended as an opaque text, and reads it again: base64url of an authentication code and a JSON object
 * of the position and of the list that it belongs to. Any text that this codec has not written is refused. The key
 * comes from outside, so that cursors survive restarts and hold on every instance.
 */
public final class CursorCodec {

    private static final String ALGORITHM = "HmacSHA256";

    /** Half of the code: more than can be guessed, and a shorter cursor. */
    private static final int CODE_BYTES = 16;

    private static final String POSITION = "p";
    private static final String LIST = "l";
    private static final String GENERATION = "g";

    /** Of a list that is not read from projections. */
    private static final int NONE = 0;

    /** What a text turned out to be. */
    sealed interface Read {
        record Position(JsonNode value) implements Read {}

        /** Given by this API, for another list. */
        record Foreign() implements Read {}

        record Tampered() implements Read {}
    }

    private final SecretKeySpec key;
    private final int generation;

    /** @param secret any text that is stable, and unknown to callers */
    public CursorCodec(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            this.key = new SecretKeySpec(digest, ALGORITHM);
            this.generation = NONE;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private CursorCodec(SecretKeySpec key, int generation) {
        this.key = key;
        this.generation = generation;
    }

    /** The same for lists that are read from one generation of projections, which their cursors then name. */
    public CursorCodec in(int number) {
        return new CursorCodec(key, number);
    }

    /** The generation that a cursor names; nothing where it names none or is not one that this codec has written. */
    public OptionalInt generation(String cursor) {
        Optional<JsonNode> named = payload(cursor).filter(payload -> payload.has(GENERATION));
        return named.map(payload -> OptionalInt.of(payload.path(GENERATION).asInt()))
                .orElse(OptionalInt.empty());
    }

    /** @param list what tells the list from every other: its route and parameters */
    String write(ObjectNode position, List<?> list) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put(LIST, fingerprint(list));
        payload.set(POSITION, position);
        if (generation != NONE) {
            payload.put(GENERATION, generation);
        }
        byte[] json = Answer.text(payload).getBytes(StandardCharsets.UTF_8);
        byte[] both = ByteBuffer.allocate(CODE_BYTES + json.length)
                .put(code(json))
                .put(json)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    }

    Read read(String cursor, List<?> list) {
        return payload(cursor)
                .<Read>map(payload -> payload.path(LIST).asText().equals(fingerprint(list))
                                && payload.path(GENERATION).asInt(NONE) == generation
                        ? new Read.Position(payload.path(POSITION))
                        : new Read.Foreign())
                .orElseGet(Read.Tampered::new);
    }

    private Optional<JsonNode> payload(String cursor) {
        try {
            byte[] both = Base64.getUrlDecoder().decode(cursor);
            // The decoder is lenient: several texts decode to the same bytes, of which one was given.
            boolean given =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(both).equals(cursor);
            if (!given || both.length <= CODE_BYTES) {
                return Optional.empty();
            }
            byte[] json = Arrays.copyOfRange(both, CODE_BYTES, both.length);
            return MessageDigest.isEqual(code(json), Arrays.copyOf(both, CODE_BYTES))
                    ? Optional.of(DetailJson.MAPPER.readTree(new String(json, StandardCharsets.UTF_8)))
                    : Optional.empty();
        } catch (IllegalArgumentException | JsonProcessingException notOurs) {
            return Optional.empty();
        }
    }

    private String fingerprint(List<?> list) {
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        var parts = named.putArray(LIST);
        list.forEach(part -> parts.add(String.valueOf(part)));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(code(Answer.text(named).getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] code(byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(message), CODE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
