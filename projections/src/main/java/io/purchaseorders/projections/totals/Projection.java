package io.purchaseorders.projections.totals;

import java.util.List;

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
     * In which lengths of period its totals are stored, the finest first: hours, of which periods of any length are sums,
     * and longer ones where these would be many. Every contribution goes to one row of each, all
     * under the same update and checkpoint; longer periods are summed on reading.
     */
    List<Granularity> granularities();

    /** The longest stored periods that add up to those of the asked length. */
    default Granularity summedFrom(Granularity asked) {
        return granularities().reversed().stream()
                .filter(stored -> stored.addsUpTo(asked))
                .findFirst()
                .orElseThrow();
    }

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
