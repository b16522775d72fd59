package io.purchaseorders.cli.generate;

/**
 * SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014). Written out here, since the
 * JDK does not promise that the numbers of its generators stay the same from release to release.
 */
final class SeededRandom {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** Its own sequence for each pair of a seed and a number. */
    SeededRandom(long seed, long number) {
        this.state = mix(mix(seed) + number);
    }

    /** A number from 0 to below the bound. The bias of the remainder is far below what a sample could show. */
    long below(long bound) {
        state += GOLDEN_GAMMA;
        return Long.remainderUnsigned(mix(state), bound);
    }

    boolean percent(int chance) {
        return below(100) < chance;
    }

    /**
     * A number from 1 to below 2^bits, low ones more often: each power of two is as likely as any other, so that the n-th
     * value has about 1/n of the first one's share (Zipf's law), without floating point.
     */
    long zipf(int bits) {
        long fence = 1L << below(bits);
        return fence + below(fence);
    }

    /** Spreads every bit of the input over all bits of the result. */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
