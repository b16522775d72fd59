package io.purchaseorders.cli;

import io.purchaseorders.stores.Generations;

/** What brings generations the records of the stream, as far as a command can stop it and let it go on. */
interface Feed {

    /** Has the stream stand still before a generation; returns once nothing reaches it any more. */
    void hold(int number) throws InterruptedException;

    /** Returns once a generation is fed, whoever has held it: a command that was killed may have. */
    void resume(int number) throws InterruptedException;

    /** @throws UsageProblem where a generation that was held is fed again by now, as the register says */
    void requireHeld(Generations register, int number);

    /** Lets everything go on that a command held which was killed. */
    default void resumeAll(GenerationTables tables) throws InterruptedException {
        for (var generation : tables.registered().kept()) {
            // One that is not compared is held to be compared, which the next rebuild goes on with.
            if (generation.isReadable() && generation.isCompared() && tables.hasTable(generation.number())) {
                resume(generation.number());
            }
        }
    }
}
