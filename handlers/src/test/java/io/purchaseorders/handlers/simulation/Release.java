package io.purchaseorders.handlers.simulation;

import org.jspecify.annotations.NullMarked;

/** What a release of the function knows of the codecs of rows, and which version of them it writes. */
@NullMarked
enum Release {
    OLDEST(1, 1),

    /** Readers learn a version one release before writers write it. */
    READS_THE_NEXT(2, 1),

    NEWEST(2, 2);

    private final int known;
    private final int written;

    Release(int known, int written) {
        this.known = known;
        this.written = written;
    }

    int known() {
        return known;
    }

    int written() {
        return written;
    }
}
