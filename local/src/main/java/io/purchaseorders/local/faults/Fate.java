package io.purchaseorders.local.faults;

import java.util.Random;

/** What becomes of one request to DynamoDB. */
enum Fate {
    /** It is answered as ever. */
    PASSES,

    /** The connection breaks before it gets there. */
    BREAKS_BEFORE,

    /** The connection breaks after it has had its effect. */
    BREAKS_AFTER,

    /** It is answered as throttled. */
    THROTTLED,

    /** It arrives late, and is answered late. */
    SLOW,

    /** The connection breaks; it arrives much later, when its sender has given it up or sent it again. */
    ARRIVES_LATER;

    private static final int OF = 1_000;

    /** Of a thousand requests, so many have each of the other fates. */
    private static final int EACH = 4;

    static Fate next(Random random) {
        int chance = random.nextInt(OF) / EACH;
        return chance < values().length - 1 ? values()[chance + 1] : PASSES;
    }
}
