package io.purchaseorders.cli;

import java.io.PrintWriter;

/** Folds the history afresh and reports every difference to the live projections. */
@FunctionalInterface
interface Comparison {

    /** Returns whether there is no difference; {@code json} asks for a report that programs read. */
    boolean run(LiveTables live, boolean json, PrintWriter out) throws InterruptedException;
}
