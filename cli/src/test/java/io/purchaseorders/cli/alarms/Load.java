package io.purchaseorders.cli.alarms;

/** What publishers and readers do in a minute of a day on which nothing is wrong. */
enum Load {
    /** Nobody does anything. */
    NONE {
        @Override
        void minute(SimulatedStack stack) {
            stack.published = 0;
            stack.requests = 0;
        }
    },

    /** An event every 47 minutes, at the minute's end, and a question now and then. */
    QUIET {
        @Override
        void minute(SimulatedStack stack) {
            stack.published = stack.minute() % 47 == 0 ? 1 : 0;
            stack.requests = stack.minute() % 31 == 0 ? 1 : 0;
            stack.endOfMinute = true;
        }
    },

    /** Thousands of events a minute, with what belongs to it: a batch that fails once, a few invalid events, slow answers. */
    BUSY {
        @Override
        void minute(SimulatedStack stack) {
            stack.published = 6_000;
            stack.requests = 500;
            stack.rejected = stack.minute() % 10;
            stack.oneBatchFails = stack.minute() % 60 == 7;
            stack.latencyMillis = stack.minute() % 60 == 8 ? 4_000 : 600;
            stack.lagMillis = stack.minute() % 60 == 7 ? 45_000 : 2_000;
        }
    };

    abstract void minute(SimulatedStack stack);
}
