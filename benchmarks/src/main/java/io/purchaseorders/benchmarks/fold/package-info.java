/** The pure fold, without a store: ours beside engines for streams, from the same bytes to the same totals. */
@org.jspecify.annotations.NullMarked
package io.purchaseorders.benchmarks.fold;
