package io.purchaseorders.handlers.simulation;

import org.jspecify.annotations.NullMarked;

/**
 * What befalls one invocation.
 *
 * @param write at which of its writes, counted from 1
 * @param order in which of its possible orders the invocation's parallel writes are sent; 0 for the plan's own
 */
@NullMarked
record Fault(Kind kind, int write, int order) {

    static final Fault NONE = new Fault(Kind.NOTHING, 0, 0);

    /** Each at a single write, but for the first and the last. */
    enum Kind {
        NOTHING("is undisturbed"),
        DIES_BEFORE("dies before its write %d"),
        DIES_AFTER("dies after its write %d"),
        THROTTLED("has its write %d throttled"),
        ANSWER_LOST("does not learn that its write %d succeeded"),
        SENT_TWICE("has its write %d sent twice, because the first answer was lost"),
        LATE("gives up its write %d, which reaches the table later"),
        STANDS_STILL("stands still before its write %d until Lambda gives it up"),
        RESPONSE_LOST("succeeds, but Lambda does not get its response");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    String words() {
        String what = kind.words.formatted(write);
        return order == 0 ? what : what + " (writes in order " + order + ")";
    }
}
