package io.purchaseorders.events;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of authentication codes: the last one makes new codes, and every one verifies those that it made, until its
 * end where it has one: an event that was recorded later has no right code under it. A code is {@code key id:HMAC-SHA-256},
 * the id in 8 hexadecimal digits, the HMAC in Base64 for URLs without padding.
 */
public final class AuthenticationKeys {

    /** As many characters as the HMAC has bytes; a shorter key would be the weaker part. */
    private static final int SHORTEST_KEY = 32;

    private static final Pattern ENDING = Pattern.compile("(.*\\S)\\s+(\\S+)");

    private static final String ALGORITHM = "HmacSHA256";
    private static final int ID_DIGITS = 8;

    /** Prepared for each key, and copied for each code: no key is set up twice. */
    private final Map<String, Mac> prepared;

    /** When keys that were replaced have ended, by id. */
    private final Map<String, Instant> ends;

    private final String newest;

    private AuthenticationKeys(Map<String, Mac> prepared, Map<String, Instant> ends, String newest) {
        this.prepared = prepared;
        this.ends = ends;
        this.newest = newest;
    }

    /**
     * Reads keys from text, one a line, the newest last; a key is the line's characters, without white space and an instant
     * at their end, which is when the key ends.
     *
     * @throws IllegalArgumentException where there is none, one is shorter than 32 characters, or the newest one ends
     */
    public static AuthenticationKeys parse(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        Map<String, Mac> prepared = new LinkedHashMap<>();
        Map<String, Instant> ends = new HashMap<>();
        String newest = "";
        for (String line : lines) {
            Matcher ending = ENDING.matcher(line);
            Optional<Instant> end = ending.matches() ? Instants.parse(ending.group(2)) : Optional.empty();
            String key = end.isPresent() ? ending.group(1) : line;
            if (key.length() < SHORTEST_KEY) {
                throw new IllegalArgumentException(
                        "a key has " + key.length() + " characters and needs " + SHORTEST_KEY + " at least");
            }
            newest = id(key);
            prepared.put(newest, mac(key));
            end.ifPresent(at -> ends.put(id(key), at));
        }
        if (prepared.isEmpty()) {
            throw new IllegalArgumentException("there is no key");
        }
        if (ends.containsKey(newest)) {
            throw new IllegalArgumentException("the newest key ends, so that no event can be recorded after that");
        }
        return new AuthenticationKeys(prepared, ends, newest);
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

    /**
     * Whether one of these keys made this code for this event, before the key's end. Takes as long for a wrong code as for a
     * right one.
     */
    public boolean verifies(AuthenticatedText event, String code) {
        return knowsKeyOf(code)
                && isBeforeEnd(event, keyId(code))
                && MessageDigest.isEqual(
                        code(keyId(code), event).getBytes(StandardCharsets.UTF_8),
                        code.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isBeforeEnd(AuthenticatedText event, String keyId) {
        return Optional.ofNullable(ends.get(keyId))
                .map(end -> Instants.parse(event.recordedAt())
                        .filter(at -> !at.isAfter(end))
                        .isPresent())
                .orElse(true);
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
