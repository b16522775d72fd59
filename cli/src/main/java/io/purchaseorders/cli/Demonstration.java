package io.purchaseorders.cli;

import java.io.PrintWriter;

/** The main job from start to end on embedded parts. */
@FunctionalInterface
public interface Demonstration {

    /**
     * Publishes sample orders, waits for the projections, prints the totals, replays and compares.
     *
     * @return whether the replay equals the live projections
     */
    boolean run(PrintWriter out);
}
