package io.purchaseorders.replay;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks at a system that may be catching up, until what it sees is good or does not change any more. */
final class Settling {

    /** How long findings may last while the aggregator takes in what was just recorded. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Findings that stay the same over so many looks, while no event comes in, are not the aggregator's lag. */
    private static final int LOOKS = 4;

    private Settling() {}

    static <T> T settled(Supplier<T> look, Predicate<T> isGood) throws InterruptedException {
        T seen = look.get();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int same = 1; !isGood.test(seen) && same < LOOKS && System.nanoTime() < deadline; ) {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            T next = look.get();
            same = next.equals(seen) ? same + 1 : 1;
            seen = next;
        }
        return seen;
    }
}
