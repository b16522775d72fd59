package io.purchaseorders.log;

/**
 * One thing that a verification found.
 *
 * @param subject the file of the log, the entry or the event that it is about
 * @param sentence says what is wrong, after the subject
 */
public record Finding(Kind kind, String subject, String sentence) {

    /** What was done to the log or to the history. */
    public enum Kind {
        /** The checkpoint cannot be read, is not signed by the key, or signs something else than the entries. */
        BAD_CHECKPOINT,
        /** The log has fewer entries than it had at the checkpoint that was kept. */
        ROLLED_BACK,
        /** The log does not begin with the entries that it had at the checkpoint that was kept. */
        FORKED,
        /** A file of the log is missing, too short or too long, or an entry is not the text of an event. */
        DAMAGED,
        /** A tile holds other hashes than the rest of the log says. */
        CHANGED_TILE,
        /** An entry is not the one that was logged. */
        CHANGED_ENTRY,
        /** The log, or the export, has the event twice. */
        REPEATED,
        /** The exported event is not what was logged. */
        CHANGED_EVENT,
        /** The event was logged, and the export does not have it. */
        REMOVED_EVENT,
        /** The exported event says that it was recorded when it would have been logged, and it was not. */
        FORGED_EVENT,
        /** The exported event is too new to be in the log. */
        NOT_LOGGED_YET,
        /** The event was logged after the export was taken. */
        NOT_EXPORTED_YET;

        /** Whether this is wrong, and not only early. */
        public boolean isFault() {
            return this != NOT_LOGGED_YET && this != NOT_EXPORTED_YET;
        }
    }

    @Override
    public String toString() {
        return subject + " " + sentence;
    }
}
