package io.purchaseorders.handlers.simulation;

import io.purchaseorders.events.RecordedEvent;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/**
 * One choice of a schedule. Every step means something in every state, so that any part of a schedule is a schedule:
 * numbers choose among what there is, by remainder, and a step that finds nothing does nothing.
 */
@NullMarked
sealed interface Step {

    String words();

    /** An event is stored and appears in the stream. */
    record Arrive(RecordedEvent event) implements Step {
        @Override
        public String words() {
            return "event " + event.event().eventId() + " of " + event.event().orderId() + " arrives: "
                    + event.event().type().wireName() + " at " + event.event().occurredAt() + ", recorded "
                    + event.recordedAt();
        }
    }

    /** A record that is no event, or tells of a change that must not be. */
    record Poison(Kind kind, String orderId) implements Step {
        enum Kind {
            UNREADABLE,
            FORGED,
            MODIFY,
            REMOVE
        }

        @Override
        public String words() {
            return "a poison record arrives for " + orderId + ": " + kind;
        }
    }

    /** A shard ends and has one child. */
    record RollOver(int shard) implements Step {
        @Override
        public String words() {
            return "open shard " + shard + " rolls over";
        }
    }

    /** A shard ends and has two children, each with half of its orders. */
    record Split(int shard) implements Step {
        @Override
        public String words() {
            return "open shard " + shard + " splits";
        }
    }

    /** The clock moves, perhaps backwards. */
    record Tick(Duration by) implements Step {
        @Override
        public String words() {
            return "the clock moves by " + by;
        }
    }

    /**
     * The mapping works on one of its shards until it has invoked the function once.
     *
     * @param read how many records a read finds at most
     */
    record Deliver(int shard, int read, Fault fault) implements Step {
        @Override
        public String words() {
            return "shard " + shard + " is read by " + read + " and delivered; the invocation " + fault.words();
        }
    }

    /** Records that were delivered before come again, out of order. */
    record Redeliver(int shard, int from, int count, Fault fault) implements Step {
        @Override
        public String words() {
            return "shard " + shard + " delivers " + count + " records again from " + from + " on; the invocation "
                    + fault.words();
        }
    }

    /** Another poller takes a shard over from an older checkpoint; the former one goes on as well. */
    record TakeOver(int shard, int back) implements Step {
        @Override
        public String words() {
            return "another poller takes shard " + shard + " over, " + back + " records back; the former goes on";
        }
    }

    /** An invocation that was given up goes on for some writes. */
    record Resume(int zombie, int writes) implements Step {
        @Override
        public String words() {
            return "zombie " + zombie + " goes on for " + writes + " writes";
        }
    }

    /** A write that was given up reaches the table. */
    record Land(int write) implements Step {
        @Override
        public String words() {
            return "late write " + write + " reaches the table";
        }
    }

    /** From now on an invocation has time for so many records; for any number where it is 0. */
    record Hurry(int records) implements Step {
        @Override
        public String words() {
            return records == 0
                    ? "invocations have time again"
                    : "from now on an invocation has time for " + records + " records";
        }
    }

    /** The alias of the function moves, at once, to a release that is newer or older. */
    record Deploy(Release release) implements Step {
        @Override
        public String words() {
            return "the function is now " + release;
        }
    }

    /**
     * From now on a row of totals takes no addition.
     *
     * @param onlySums one record's it still takes: a sum may be too long for a number where its parts are not
     */
    record Spoil(int row, boolean onlySums) implements Step {
        @Override
        public String words() {
            return "totals row " + row + " takes no addition any more" + (onlySums ? " but a single record's" : "");
        }
    }

    /**
     * A second generation begins: its table is loaded from a snapshot of the events, or is loaded anew where that was done
     * before and the stream does not reach it yet.
     *
     * @param trimmed how many of the records that the first generation has completed the stream has forgotten by then
     * @param writes after how many of its writes it dies, each of one row; what it has written is discarded
     */
    record Load(int trimmed, int writes) implements Step {

        static final int ALL = Integer.MAX_VALUE;

        /** One that does not die. */
        static Load whole(int trimmed) {
            return new Load(trimmed, ALL);
        }

        @Override
        public String words() {
            return "a second generation is loaded, after the stream has forgotten " + trimmed + " completed records"
                    + (writes == ALL ? "" : "; the load dies after " + writes + " writes");
        }
    }

    /** The stream reaches the second generation, from the oldest record that it still has. */
    record Feed() implements Step {
        @Override
        public String words() {
            return "the second generation is fed";
        }
    }
}
