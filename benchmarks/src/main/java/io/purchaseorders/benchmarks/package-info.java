/** Benchmarks: each answers one question by a table in which peers and ours ran in the same call, alternating. */
@org.jspecify.annotations.NullMarked
package io.purchaseorders.benchmarks;
