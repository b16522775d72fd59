package io.purchaseorders.events;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of authentication codes: the last one makes new codes, and every one verifies those that it made. A code is
 * {@code key id:HMAC-SHA-256}, the id in 8 hexadecimal digits, the HMAC in Base64 for URLs without padding.
 */
public final class AuthenticationKeys {

    /** As many characters as the HMAC has bytes; a shorter key would be the weaker part. */
    private static final int SHORTEST_KEY = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int ID_DIGITS = 8;

    /** Prepared for each key, and copied for each code: no key is set up twice. */
    private final Map<String, Mac> prepared;

    private final String newest;

    private AuthenticationKeys(Map<String, Mac> prepared, String newest) {
        this.prepared = prepared;
        this.newest = newest;
    }

    /**
     * Reads keys from text, one a line, the newest last; a key is the line's characters.
     *
     * @throws IllegalArgumentException where there is none, or one is shorter than 32 characters
     */
    public static AuthenticationKeys parse(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        Map<String, Mac> prepared = new LinkedHashMap<>();
        String newest = "";
        for (String line : lines) {
            if (line.length() < SHORTEST_KEY) {
                throw new IllegalArgumentException(
                        "a key has " + line.length() + " characters and needs " + SHORTEST_KEY + " at least");
            }
            newest = id(line);
            prepared.put(newest, mac(line));
        }
        if (prepared.isEmpty()) {
            throw new IllegalArgumentException("there is no key");
        }
        return new AuthenticationKeys(prepared, newest);
    }

    /** The first digits of the key's SHA-256, so that nobody has to name keys. */
    private static String id(String key) {
        return ContentDigest.sha256("key id\n" + key).substring(0, ID_DIGITS);
    }

    private static Mac mac(String key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256, which takes any key", e);
        }
    }

    /** The code under the newest key. */
    public String sign(AuthenticatedText event) {
        return code(newest, event);
    }

    /** Whether the code's key is one of these, whatever the rest of it is. */
    public boolean knowsKeyOf(String code) {
        return prepared.containsKey(keyId(code));
    }

    /** Whether one of these keys made this code for this event. Takes as long for a wrong code as for a right one. */
    public boolean verifies(AuthenticatedText event, String code) {
        return knowsKeyOf(code)
                && MessageDigest.isEqual(
                        code(keyId(code), event).getBytes(StandardCharsets.UTF_8),
                        code.getBytes(StandardCharsets.UTF_8));
    }

    /** The key id that a code begins with; empty where it begins with none. */
    public static String keyId(String code) {
        int end = code.indexOf(':');
        return end < 0 ? "" : code.substring(0, end);
    }

    private String code(String keyId, AuthenticatedText event) {
        byte[] code =
                copy(Objects.requireNonNull(prepared.get(keyId), "a known key")).doFinal(event.encoded());
        return keyId + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(code);
    }

    private static Mac copy(Mac prepared) {
        try {
            return (Mac) prepared.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's HMACs can be copied", e);
        }
    }
}
