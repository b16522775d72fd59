/** What works on DynamoDB Local: the server, ours behind it, the peers, and the units that they take. */
@org.jspecify.annotations.NullMarked
package io.purchaseorders.benchmarks.store;
