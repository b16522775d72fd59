package io.purchaseorders.handlers.api.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Strong validators of single resources, and what {@code If-None-Match} says of them. Source: RFC 9110, section 13.1.2. */
public final class ETag {

    private static final int NOT_MODIFIED = 304;

    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")");

    private ETag() {}

    /** The answer with its tag, or 304 where the reader has this very body. */
    public static Answer conditional(Answer answer, Request request) {
        if (!answer.isOk()) {
            return answer;
        }
        byte[] body = answer.bytes();
        String tag = of(body, Compression.of(request, body.length));
        Answer tagged = answer.with("ETag", tag);
        return matches(request.header("if-none-match"), tag) ? notModified(tagged) : tagged;
    }

    /** The compressed bytes are others, so they have another tag. */
    private static String of(byte[] body, Optional<String> coding) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"'
                    + HexFormat.of().formatHex(digest)
                    + coding.map(name -> "-" + name).orElse("")
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static boolean matches(Optional<String> ifNoneMatch, String tag) {
        return ifNoneMatch
                .map(field -> field.trim().equals("*")
                        || TAG.matcher(field)
                                .results()
                                .anyMatch(one -> one.group(1).equals(tag)))
                .orElse(false);
    }

    private static Answer notModified(Answer tagged) {
        Map<String, String> headers = new TreeMap<>(tagged.headers());
        headers.remove("Content-Type");
        return new Answer(NOT_MODIFIED, headers, "", false);
    }
}
