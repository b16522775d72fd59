package io.purchaseorders.handlers.api;

import io.purchaseorders.stores.Generations;
import java.util.Optional;

/** Says which generation answers a question. */
interface ReadableGenerations {

    /** The one that is live. */
    LiveGeneration live();

    /** The one of this number; nothing where it is retired or never was. */
    Optional<LiveGeneration> of(int number);

    /** All of them, whether they can be read or not. */
    Generations all();

    /** Has the next question look which generation is live, after one that was is gone. */
    void forget();

    /** Only the first one, which never changes. */
    static ReadableGenerations only(LiveGeneration generation) {
        return new ReadableGenerations() {
            @Override
            public LiveGeneration live() {
                return generation;
            }

            @Override
            public Optional<LiveGeneration> of(int number) {
                return Optional.of(generation).filter(one -> one.number() == number);
            }

            @Override
            public Generations all() {
                return Generations.first(generation.zone());
            }

            @Override
            public void forget() {
                // There is no other one.
            }
        };
    }
}
