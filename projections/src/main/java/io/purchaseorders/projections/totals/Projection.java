package io.purchaseorders.projections.totals;

/**
 * One way to total orders: which keys there are, and what a step adds to which of them. Folding, storing, replaying are
 * someone else's. A new one is a file like {@link ByCustomer} and a line in {@link Projections#ALL}.
 */
public interface Projection {

    /** Its keys: all of them stored, and no other projection's. */
    KeyFamily keys();

    /** What its totals are made of, and so which measures it keeps. */
    Measure.Level level();

    /**
     * Hands what a step adds, in the period in which its event occurred, to the names of the keys that it adds to; each at
     * most once.
     */
    void contribute(Contribution step, Names to);

    /** Takes what a step adds to the key of a name. */
    interface Names {
        void add(String name, Measures measures);
    }
}
