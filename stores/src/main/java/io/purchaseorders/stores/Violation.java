package io.purchaseorders.stores;

import io.purchaseorders.projections.batch.SequenceNumber;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that nobody may do to the immutable events, as the stream told of it.
 *
 * @param shardId where the stream told of it
 * @param at its place there
 * @param acknowledged by whom it was dealt with, if it was
 */
public record Violation(
        EventRef event,
        Kind kind,
        String shardId,
        SequenceNumber at,
        Evidence evidence,
        Optional<Acknowledgement> acknowledged) {

    /** What was done. */
    public enum Kind {
        /** An item was changed. */
        MODIFY("changed"),
        /** An item was removed. */
        REMOVE("removed"),
        /** An item was inserted by another than this system. */
        FORGED("forged");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** What became of the item. */
        public String word() {
            return word;
        }
    }

    /**
     * What the stream's record holds.
     *
     * @param time when it was done, to the second or minute; empty where the record does not say
     * @param principal who did it; the stream names it for what DynamoDB itself removes only
     * @param before the item as JSON; empty where there was none
     * @param after the item as JSON; empty where there is none
     */
    public record Evidence(Optional<Instant> time, Optional<String> principal, String before, String after) {}

    /** Who dealt with it, how, and when that was said. */
    public record Acknowledgement(String by, String reason, Instant at) {}

    /** Names a violation to operators. */
    public String id() {
        return shardId + "#" + at.digits();
    }
}
