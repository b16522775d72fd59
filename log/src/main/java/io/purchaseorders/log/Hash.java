package io.purchaseorders.log;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A SHA-256 hash, 32 bytes, and how RFC 9162, section 2.1.1, hashes a tree with it. */
public final class Hash {

    public static final int LENGTH = 32;

    /** The root of a tree without entries. */
    public static final Hash OF_EMPTY_TREE = new Hash(sha256().digest());

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The hash of a leaf: of the byte 0x00 and the entry. */
    public static Hash leaf(byte[] entry) {
        MessageDigest digest = sha256();
        digest.update(LEAF);
        return new Hash(digest.digest(entry));
    }

    /** The hash of an inner node: of the byte 0x01, the left child and the right one. */
    public static Hash node(Hash left, Hash right) {
        MessageDigest digest = sha256();
        digest.update(NODE);
        digest.update(left.bytes);
        return new Hash(digest.digest(right.bytes));
    }

    /** The plain SHA-256 of a text's UTF-8 bytes. */
    static Hash ofText(String text) {
        return new Hash(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The 32 bytes from {@code offset} on. */
    public static Hash at(byte[] content, int offset) {
        return new Hash(Arrays.copyOfRange(content, offset, offset + LENGTH));
    }

    /** @throws LogProblem where the text is not the base64 of 32 bytes, written as RFC 4648 does */
    public static Hash fromBase64(String text) {
        byte[] decoded = strictBase64(text, "a hash");
        if (decoded.length != LENGTH) {
            throw new LogProblem("A hash has 32 bytes, and this has " + decoded.length + ": " + text);
        }
        return new Hash(decoded);
    }

    /** The JDK's decoder also takes texts without padding and with stray bits; one value must have one text here. */
    static byte[] strictBase64(String text, String what) {
        try {
            byte[] decoded = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(decoded).equals(text)) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // Answered below, like the other faults.
        }
        throw new LogProblem("The base64 of " + what + " is not valid: " + text);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    void copyTo(byte[] content, int offset) {
        System.arraycopy(bytes, 0, content, offset, LENGTH);
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return base64();
    }
}
