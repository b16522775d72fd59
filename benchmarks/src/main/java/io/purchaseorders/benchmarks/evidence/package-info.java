/** How long it takes to log events, to verify a log, and to prove one event. */
@org.jspecify.annotations.NullMarked
package io.purchaseorders.benchmarks.evidence;
