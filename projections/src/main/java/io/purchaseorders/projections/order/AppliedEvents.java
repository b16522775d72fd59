package io.purchaseorders.projections.order;

import io.purchaseorders.events.EventKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The set of events that an order row already holds, sixteen bytes each however long the ids are: eight of a digest of
 * the event id, so that another content under a known id is noticed, and eight of the whole key. To mistake one event for
 * another, both must collide.
 */
public record AppliedEvents(NavigableSet<String> digests) {

    private static final int HALF = 8;
    private static final int DIGEST_BYTES = 2 * HALF;

    public static final AppliedEvents NONE = new AppliedEvents(new TreeSet<>());

    public AppliedEvents {
        digests = Collections.unmodifiableNavigableSet(new TreeSet<>(digests));
    }

    public boolean contains(EventKey key) {
        return digests.contains(digest(key));
    }

    /** Whether some content under this event id is held, be it this one or another. */
    public boolean knowsId(String eventId) {
        String half = half(eventId);
        String next = digests.ceiling(half);
        return next != null && next.startsWith(half);
    }

    public AppliedEvents with(EventKey key) {
        return with(List.of(key));
    }

    public AppliedEvents with(Collection<EventKey> keys) {
        TreeSet<String> more = new TreeSet<>(digests);
        keys.forEach(key -> more.add(digest(key)));
        return new AppliedEvents(more);
    }

    public int size() {
        return digests.size();
    }

    /** Sorted and joined: a function of the set. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String digest : digests) {
            out.writeBytes(HexFormat.of().parseHex(digest));
        }
        return out.toByteArray();
    }

    public static AppliedEvents ofBytes(byte[] bytes) {
        TreeSet<String> digests = new TreeSet<>();
        for (int from = 0; from < bytes.length; from += DIGEST_BYTES) {
            digests.add(HexFormat.of().formatHex(Arrays.copyOfRange(bytes, from, from + DIGEST_BYTES)));
        }
        return new AppliedEvents(digests);
    }

    private static String digest(EventKey key) {
        return half(key.eventId()) + half(key.timestamp());
    }

    private static String half(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HALF);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
