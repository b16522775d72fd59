package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.CONFLICTS;
import static io.purchaseorders.stores.dynamodb.StoredNames.CONTENT;
import static io.purchaseorders.stores.dynamodb.StoredNames.CONTENT_DIGEST;
import static io.purchaseorders.stores.dynamodb.StoredNames.CONTENT_PARTS;
import static io.purchaseorders.stores.dynamodb.StoredNames.ENTRY;
import static io.purchaseorders.stores.dynamodb.StoredNames.FIRST_ENTRY;
import static io.purchaseorders.stores.dynamodb.StoredNames.KEPT;
import static io.purchaseorders.stores.dynamodb.StoredNames.OUTCOME;
import static io.purchaseorders.stores.dynamodb.StoredNames.RECORDED_AT;
import static io.purchaseorders.stores.dynamodb.StoredNames.REJECTION;
import static io.purchaseorders.stores.dynamodb.StoredNames.REJECTIONS;

import io.purchaseorders.events.Instants;
import io.purchaseorders.events.Names;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.Rejection.Outcome;
import io.purchaseorders.stores.RejectionStore;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rejections in the intake table, each written once. A first item says when a content was first refused, and from
 * that follows its key in the list. Content that is too large for the list is stored in parts next to the first item.
 * At last the first item is marked as kept: until then a retry does all of it again, which changes nothing; after that
 * it does nothing.
 *
 * <p>The list has sixteen partitions, by the first digit of the id, and is merged when it is read: one partition takes
 * a thousand write units a second, and a rejection may take a thousand by itself.
 */
public final class DynamoRejectionStore implements RejectionStore {

    private static final String DIGITS = "0123456789abcdef";

    /** What is larger is no longer read with the list, of which a page may be a hundred. */
    private static final int LARGEST_IN_LIST_BYTES = 4 * 1024;

    /** An item takes 400 KB, its names and keys included. */
    private static final int LARGEST_PART_BYTES = 390 * 1024;

    /** Items of a partition that are read at once: a page of the API's default length is spread over all of them. */
    private static final int READ_AT_ONCE = 25;

    private static final String EARLIEST = "0";
    private static final String LATEST = "~";

    private final KeyedTable table;

    public DynamoRejectionStore(Tables tables) {
        this.table = tables.intakeTable();
    }

    @Override
    public void add(Rejection rejection) {
        Map<String, AttributeValue> first = item(subject(rejection.rejectionId()), FIRST_ENTRY);
        first.put(RECORDED_AT, Attributes.text(Instants.fixedWidth(rejection.recordedAt())));
        Optional<Map<String, AttributeValue>> refusedBefore = table.insert(first);
        refusedBefore.ifPresent(CodecVersion.REJECTION::check);
        if (refusedBefore.map(item -> item.containsKey(KEPT)).orElse(false)) {
            return;
        }
        String recordedAt = Attributes.text(refusedBefore.orElse(first), RECORDED_AT);
        String listed = recordedAt + "#" + rejection.rejectionId();
        Map<String, AttributeValue> item = item(partition(rejection.rejectionId()), listed);
        item.put(OUTCOME, Attributes.text(rejection.outcome().name()));
        item.putAll(content(rejection));
        table.insert(item);
        event(rejection).ifPresent(event -> table.insert(item(event, receiptEntry(rejection.outcome()) + listed)));
        first.put(RECORDED_AT, Attributes.text(recordedAt));
        first.put(KEPT, Attributes.text("yes"));
        table.overwrite(CodecVersion.REJECTION, first);
    }

    /** An item of this key, with its version. */
    private Map<String, AttributeValue> item(String partition, String entry) {
        return CodecVersion.REJECTION.stamped(table.key(partition, entry));
    }

    private static Map<String, AttributeValue> checked(Map<String, AttributeValue> item) {
        CodecVersion.REJECTION.check(item);
        return item;
    }

    private static String subject(String rejectionId) {
        return REJECTION + rejectionId;
    }

    private static String partition(String rejectionId) {
        char digit = rejectionId.isEmpty() ? '0' : rejectionId.charAt(0);
        return REJECTIONS + (DIGITS.indexOf(digit) < 0 ? '0' : digit);
    }

    /** The partition of the event that a rejection is about, where it has ids that can be asked for. */
    private static Optional<String> event(Rejection rejection) {
        Optional<String> eventId = rejection.eventId().filter(Names::isId);
        return rejection
                .orderId()
                .filter(Names::isId)
                .flatMap(orderId -> eventId.map(id -> DynamoDuplicateStore.partition(orderId, id)));
    }

    /**
     * Returns the attributes of the list's item that hold the content. Large content is written in parts, and they say
     * where.
     */
    private Map<String, AttributeValue> content(Rejection rejection) {
        byte[] content = RejectionContent.write(rejection);
        if (content.length <= LARGEST_IN_LIST_BYTES) {
            return Map.of(CONTENT, bytes(content));
        }
        // Reasons may be others when a later version of this code tries again: parts are named by what they are of.
        String digest = digest(content);
        int parts = Math.ceilDiv(content.length, LARGEST_PART_BYTES);
        for (int part = 0; part < parts; part++) {
            Map<String, AttributeValue> item = item(subject(rejection.rejectionId()), entry(digest, part));
            item.put(
                    CONTENT,
                    bytes(Arrays.copyOfRange(
                            content,
                            part * LARGEST_PART_BYTES,
                            Math.min(content.length, (part + 1) * LARGEST_PART_BYTES))));
            table.insert(item);
        }
        return Map.of(CONTENT_DIGEST, Attributes.text(digest), CONTENT_PARTS, Attributes.number(parts));
    }

    private static String entry(String digest, int part) {
        return digest + "#" + part;
    }

    private static AttributeValue bytes(byte[] content) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(content));
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public List<Rejection> of(String orderId, String eventId, int most) {
        return table.items(table.query(
                                DynamoDuplicateStore.partition(orderId, eventId),
                                "begins_with(" + ENTRY + ", :rejection)",
                                Map.of(":rejection", Attributes.text(REJECTION)))
                        .scanIndexForward(false)
                        .limit(most))
                .limit(most)
                .map(item -> listed(Attributes.text(checked(item), ENTRY)))
                .flatMap(listed -> table.item(partition(listed.substring(listed.indexOf('#') + 1)), listed).stream())
                .map(this::rejection)
                .sorted(Rejection.NEWEST_FIRST)
                .toList();
    }

    /** Letters are after digits: read backwards, conflicts come before all else. */
    private static String receiptEntry(Outcome outcome) {
        return switch (outcome) {
            case REJECTED -> REJECTION;
            case CONFLICT -> REJECTION + CONFLICTS;
        };
    }

    private static String listed(String receiptEntry) {
        String entry = receiptEntry.substring(REJECTION.length());
        return entry.startsWith(CONFLICTS) ? entry.substring(CONFLICTS.length()) : entry;
    }

    @Override
    public Stream<Rejection> newestFirst(Optional<Instant> from, Optional<Instant> to, Optional<Position> after) {
        String earliest = from.map(Instants::fixedWidth).orElse(EARLIEST);
        Optional<String> seen = after.map(last -> Instants.fixedWidth(last.recordedAt()) + "#" + last.rejectionId());
        String latest = seen.orElseGet(() -> to.map(Instants::fixedWidth).orElse("") + LATEST);
        List<Stream<Map<String, AttributeValue>>> partitions = DIGITS.chars()
                .mapToObj(digit -> table.items(table.query(
                                REJECTIONS + (char) digit,
                                ENTRY + " BETWEEN :from AND :to",
                                Map.of(":from", Attributes.text(earliest), ":to", Attributes.text(latest)))
                        .scanIndexForward(false)
                        .limit(READ_AT_ONCE)))
                .toList();
        Comparator<Map<String, AttributeValue>> newest = Comparator.comparing(
                        (Map<String, AttributeValue> item) -> Attributes.text(item, ENTRY))
                .reversed();
        return Merge.of(partitions, newest)
                .filter(item -> !seen.equals(Optional.of(Attributes.text(item, ENTRY))))
                .map(this::rejection);
    }

    private Rejection rejection(Map<String, AttributeValue> item) {
        String[] listed = Attributes.text(checked(item), ENTRY).split("#", 2);
        byte[] content = item.containsKey(CONTENT)
                ? Attributes.of(item, CONTENT).b().asByteArray()
                : parts(listed[1], Attributes.text(item, CONTENT_DIGEST), Attributes.number(item, CONTENT_PARTS));
        return RejectionContent.read(
                content, listed[1], Instant.parse(listed[0]), Outcome.valueOf(Attributes.text(item, OUTCOME)));
    }

    private byte[] parts(String rejectionId, String digest, long count) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        IntStream.range(0, (int) count)
                .mapToObj(part -> table.item(subject(rejectionId), entry(digest, part))
                        .orElseThrow(() -> new IllegalStateException("a part of a rejection is missing")))
                .forEach(item -> content.writeBytes(
                        Attributes.of(checked(item), CONTENT).b().asByteArray()));
        return content.toByteArray();
    }
}
