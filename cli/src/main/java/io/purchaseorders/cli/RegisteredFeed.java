package io.purchaseorders.cli;

import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.Generation.State;
import io.purchaseorders.stores.GenerationStore;
import io.purchaseorders.stores.Generations;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The feed of a system on this machine, which follows the register: {@link GenerationsWatch}. */
record RegisteredFeed(GenerationStore register) implements Feed {

    /** How long the running system may take to do what the register asks of it: a batch under way comes to its end first. */
    static final Duration SEEN_WITHIN = Duration.ofMinutes(3);

    @Override
    public void hold(int number) throws InterruptedException {
        register.change(now -> now.hold(number));
        until(() -> !generation(number).isConsumed(), "hold generation " + number);
    }

    @Override
    public void resume(int number) throws InterruptedException {
        if (generation(number).state() != State.FED) {
            register.change(now -> now.feed(number));
        }
        until(() -> generation(number).isConsumed(), "feed generation " + number);
    }

    @Override
    public void requireHeld(Generations now, int number) {
        boolean isHeld = now.find(number)
                .filter(generation -> generation.state() == State.HELD && !generation.isConsumed())
                .isPresent();
        if (!isHeld) {
            throw new UsageProblem(
                    "Generation " + number + " went on being fed before another was made live: run this again.");
        }
    }

    private Generation generation(int number) {
        return register.read()
                .flatMap(now -> now.find(number))
                .filter(Generation::isKept)
                .orElseThrow(() -> new UsageProblem("Generation " + number + " was retired meanwhile."));
    }

    /** Waits until the running system has done something that it is asked for by the register. */
    static void until(BooleanSupplier reached, String what) throws InterruptedException {
        Waiting.until(
                reached,
                SEEN_WITHIN,
                () -> "The running system did not " + what + " within " + SEEN_WITHIN.toSeconds()
                        + " s: see what it says, and run this again.");
    }
}
