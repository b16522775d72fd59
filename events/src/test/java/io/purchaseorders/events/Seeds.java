package io.purchaseorders.events;

import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.NullMarked;

/** Runs a law for many seeds as one test, which names the seed that it fails for and the command that repeats it. */
@NullMarked
public final class Seeds {

    private static final Family LAWS = new Family("laws.seeds", "laws.first", 1_500);
    private static final Family SCHEDULES = new Family("schedules", "schedules.first", 2_000);

    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /**
     * Seeds that are chosen together.
     *
     * @param count the system property that says how many
     * @param first the system property that says from which on
     * @param usual how many where nothing says so
     */
    private record Family(String count, String first, long usual) {

        void each(LongConsumer law, Class<?> test) {
            long from = Long.getLong(first, 0);
            long to = from + Long.getLong(count, usual);
            for (long seed = from; seed < to; seed++) {
                try {
                    law.accept(seed);
                } catch (AssertionError | RuntimeException failed) {
                    throw new AssertionError(
                            "seed " + seed + ", repeated by " + command(test, seed) + ": " + failed.getMessage(),
                            failed);
                }
            }
        }

        /** The tests of a module run in its folder. */
        private String command(Class<?> test, long seed) {
            return "mvn test -pl " + Path.of("").toAbsolutePath().getFileName() + " -am -Dtest=" + test.getSimpleName()
                    + " -Dsurefire.failIfNoSpecifiedTests=false -D" + count + "=1 -D" + first + "=" + seed;
        }
    }

    private Seeds() {}

    /** Histories: {@code -Dlaws.seeds} says how many, {@code -Dlaws.first} from which on. */
    public static void each(LongConsumer law) {
        LAWS.each(law, CALLERS.getCallerClass());
    }

    /** Schedules: {@code -Dschedules} says how many, {@code -Dschedules.first} from which on. */
    public static void eachSchedule(LongConsumer law) {
        SCHEDULES.each(law, CALLERS.getCallerClass());
    }
}
