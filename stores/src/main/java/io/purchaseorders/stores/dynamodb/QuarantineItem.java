package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.QUARANTINED_EVENT;

import io.purchaseorders.stores.EventRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Makes whatever is quarantined fit into an item: nothing may fail because of its size. */
final class QuarantineItem {

    /** Room for a sort key of 1,024 bytes; an event of ours has a fifth of that. */
    private static final int LONGEST_NAME_BYTES = 900;

    /** Room for an item of 400 KB beside its keys. What is cut off is in the events table. */
    private static final int LONGEST_PAYLOAD_BYTES = 380 * 1024;

    /** Reasons are read with every batch. */
    private static final int LONGEST_REASON = 300;

    private QuarantineItem() {}

    /** The sort key; a digest for what has longer names than an event can have. */
    static String period(EventRef event) {
        String name = event.orderId() + "#" + event.timestamp();
        return QUARANTINED_EVENT
                + (name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME_BYTES ? name : "~" + digest(name));
    }

    private static String digest(String name) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static AttributeValue reason(String reason) {
        return Attributes.text(reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON));
    }

    /** Gzipped; where even that is too long, as much of the beginning as is sure to fit. */
    static AttributeValue payload(String payload) {
        byte[] whole = gzip(payload);
        return AttributeValue.fromB(SdkBytes.fromByteArray(
                whole.length <= LONGEST_PAYLOAD_BYTES
                        ? whole
                        : gzip(payload.substring(0, Math.min(payload.length(), LONGEST_PAYLOAD_BYTES / 4)))));
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every write", e);
        }
        return out.toByteArray();
    }

    static String payload(AttributeValue zipped) {
        try (GZIPInputStream zip =
                new GZIPInputStream(new ByteArrayInputStream(zipped.b().asByteArray()))) {
            return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("a payload in quarantine is not gzip", e);
        }
    }
}
