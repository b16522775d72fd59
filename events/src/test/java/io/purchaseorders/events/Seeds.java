package io.purchaseorders.events;

import java.util.function.LongConsumer;
import org.jspecify.annotations.NullMarked;

/** Runs a law for many seeds as one test, which names the seed that it fails for. */
@NullMarked
public final class Seeds {

    private static final long COUNT = Long.getLong("laws.seeds", 1_500);
    private static final long FIRST = Long.getLong("laws.first", 0);

    private Seeds() {}

    /** {@code -Dlaws.seeds} says how many, {@code -Dlaws.first} from which on. */
    public static void each(LongConsumer law) {
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            try {
                law.accept(seed);
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError(
                        "seed " + seed + " (again: -Dlaws.first=" + seed + " -Dlaws.seeds=1): " + failed.getMessage(),
                        failed);
            }
        }
    }
}
