package io.purchaseorders.benchmarks;

/** One question, answered by measuring. A new one is a file that implements this, and its line in {@link Benchmarks}. */
public interface Benchmark {

    /** What {@code ./orders bench NAME} calls it. */
    String name();

    /** The question in one sentence, the same for ours and for every peer. */
    String question();

    /** Measures; says on {@code run} what it is doing. Throws what goes wrong: a benchmark has nothing to recover. */
    Report measure(Run run) throws Exception;
}
