package io.purchaseorders.stores;

import java.util.function.UnaryOperator;

/** Reads and replaces the register of generations. */
public interface GenerationStore extends GenerationReader {

    /** How often a change is tried again because another one came between; each of them lets somebody go on. */
    int ATTEMPTS = 100;

    /** Writes the first register, unless there is one; answers the one that there is then. */
    Generations create(Generations first);

    /**
     * Replaces the register if it is still the version of {@code before}.
     *
     * @return whether it did
     */
    boolean replace(Generations before, Generations next);

    /**
     * Changes the register, again from what it is by then if another change came between.
     *
     * @throws Generations.RefusedException where the change does
     */
    default Generations change(UnaryOperator<Generations> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Generations now =
                    read().orElseThrow(() -> new IllegalStateException("no generation was born in these tables yet"));
            Generations next = change.apply(now);
            if (next.equals(now) || replace(now, next)) {
                return next;
            }
        }
        throw new IllegalStateException("the register of generations changes all the time");
    }
}
