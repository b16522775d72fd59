package io.purchaseorders.clients;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** A cursor that the API never gave, made of some that it gave. */
final class MutatedCursor {

    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=.~ {}\"é🛒";

    /** Bytes of the authentication code ahead of a cursor's content. */
    private static final int CODE_BYTES = 16;

    private MutatedCursor() {}

    static String of(List<String> given, Random random) {
        while (true) {
            String cursor = mutated(given.get(random.nextInt(given.size())), given, random);
            for (int more = random.nextInt(3); more > 0; more--) {
                cursor = mutated(cursor, given, random);
            }
            if (!given.contains(cursor)) {
                return cursor;
            }
        }
    }

    private static String mutated(String cursor, List<String> given, Random random) {
        int at = random.nextInt(cursor.length() + 1);
        int next = Math.min(cursor.length(), at + 1);
        String letter = Character.toString(ALPHABET.codePointAt(
                ALPHABET.offsetByCodePoints(0, random.nextInt(ALPHABET.codePointCount(0, ALPHABET.length())))));
        return switch (random.nextInt(9)) {
            case 0 -> cursor.substring(0, at) + letter + cursor.substring(next);
            case 1 -> cursor.substring(0, at) + letter + cursor.substring(at);
            case 2 -> cursor.substring(0, at) + cursor.substring(next);
            case 3 -> cursor.substring(0, at);
            case 4 -> cursor.substring(at);
            case 5 -> {
                String other = given.get(random.nextInt(given.size()));
                yield cursor.substring(0, at) + other.substring(Math.min(other.length(), at));
            }
            case 6 -> cursor.substring(0, at) + cursor;
            case 7 -> withBytes(cursor, random, at);
            default -> withContent(cursor, random);
        };
    }

    /** One bit of what the text stands for. */
    private static String withBytes(String cursor, Random random, int at) {
        byte[] bytes = decoded(cursor);
        if (bytes.length == 0) {
            return cursor + "A";
        }
        bytes[at % bytes.length] ^= (byte) (1 << random.nextInt(8));
        return encoded(bytes);
    }

    /** The content for somebody else, under the old code. */
    private static String withContent(String cursor, Random random) {
        byte[] bytes = decoded(cursor);
        if (bytes.length <= CODE_BYTES) {
            return cursor + "B";
        }
        String content = new String(bytes, CODE_BYTES, bytes.length - CODE_BYTES, StandardCharsets.UTF_8);
        String other = content.replaceFirst("[0-9]", String.valueOf(random.nextInt(10)))
                .replaceFirst("PO-", "XO-");
        byte[] json = other.getBytes(StandardCharsets.UTF_8);
        byte[] both = java.util.Arrays.copyOf(bytes, CODE_BYTES + json.length);
        System.arraycopy(json, 0, both, CODE_BYTES, json.length);
        return encoded(both);
    }

    private static byte[] decoded(String cursor) {
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException broken) {
            return new byte[0];
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
