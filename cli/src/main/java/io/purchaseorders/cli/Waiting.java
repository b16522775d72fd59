package io.purchaseorders.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Waits until another process has done something that shows in the tables. */
final class Waiting {

    private static final long LOOK_MILLIS = 50;

    private Waiting() {}

    /** @throws UsageProblem with this sentence, where it does not happen in time */
    static void until(BooleanSupplier reached, Duration within, Supplier<String> sentence) throws InterruptedException {
        until(reached, within, LOOK_MILLIS, sentence);
    }

    /** The same, looking less often. */
    static void until(BooleanSupplier reached, Duration within, long lookMillis, Supplier<String> sentence)
            throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new UsageProblem(sentence.get());
            }
            TimeUnit.MILLISECONDS.sleep(lookMillis);
        }
    }

    /**
     * Waits until a number that only grows has reached its end, however long that takes on a slow machine.
     *
     * @throws UsageProblem with this sentence, where it stands still for so long
     */
    static void whileItGrows(
            LongSupplier number, long end, Duration standstill, long lookMillis, Supplier<String> sentence)
            throws InterruptedException {
        long grown = System.nanoTime();
        long reached = number.getAsLong();
        while (reached < end) {
            TimeUnit.MILLISECONDS.sleep(lookMillis);
            long now = number.getAsLong();
            if (now > reached) {
                grown = System.nanoTime();
            } else if (System.nanoTime() - grown > standstill.toNanos()) {
                throw new UsageProblem(sentence.get());
            }
            reached = now;
        }
    }
}
