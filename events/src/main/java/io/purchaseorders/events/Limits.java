package io.purchaseorders.events;

import com.fasterxml.jackson.core.StreamReadConstraints;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How large an event and an order may be: the one place for the bus, the codec, the order-processor and {@code validate}.
 * Whatever the bus takes and these limits do not is a rejection with its reason.
 */
public final class Limits {

    /** EventBridge's limit of an entry, and of all entries of one call together. */
    public static final int ENTRY_BYTES = 1_048_576;

    /** Of a {@code Detail} in UTF-8: with its keys and other attributes it fits DynamoDB's item of 400 KB. */
    public static final int DETAIL_BYTES = 350_000;

    /** Of {@code Source}: the most that EventBridge allows in a partner's. An item holds it beside the largest detail. */
    public static final int SOURCE_CHARACTERS = 256;

    /** An order's history is read for its events and its size is in its row. No order that anybody placed comes near it. */
    public static final int ORDER_EVENTS = 1_000;

    /** Of all details of an order together: what can be read within one invocation with room to spare. */
    public static final long ORDER_DETAIL_BYTES = 4_000_000;

    /** Levels of objects and lists in a {@code Detail}: half of what common JSON parsers take, since answers nest it. */
    public static final int NESTING = 500;

    /** Characters of one JSON number. */
    public static final int NUMBER_CHARACTERS = 1_000;

    /** Characters of one member's name. */
    public static final int NAME_CHARACTERS = 50_000;

    /** For the parsers of a {@code Detail}. */
    static final StreamReadConstraints OF_PARSERS = StreamReadConstraints.builder()
            .maxNestingDepth(NESTING)
            .maxNumberLength(NUMBER_CHARACTERS)
            .maxNameLength(NAME_CHARACTERS)
            .build();

    private Limits() {}

    /** The size of a text as it is counted here: bytes of UTF-8. */
    public static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The fault of a {@code Source} that is too long to be kept with an event, if it is. */
    public static Optional<Fault> tooLong(String source) {
        return source.length() <= SOURCE_CHARACTERS
                ? Optional.empty()
                : Optional.of(new Fault(
                        "",
                        "has a Source of " + source.length() + " characters, an accepted event one of at most "
                                + SOURCE_CHARACTERS));
    }

    /** The fault of a {@code Detail} that is too large to be stored, if it is. */
    public static Optional<Fault> tooLarge(String detail) {
        if (detail.length() <= DETAIL_BYTES / 3) { // no character has more than three bytes a char
            return Optional.empty();
        }
        int bytes = bytes(detail);
        return bytes <= DETAIL_BYTES
                ? Optional.empty()
                : Optional.of(new Fault("", "has " + bytes + " bytes, an accepted event has at most " + DETAIL_BYTES));
    }
}
