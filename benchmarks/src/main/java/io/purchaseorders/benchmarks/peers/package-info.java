/** Functions that ours are measured against, each as lean as it can be. They run under the runtime interface client. */
@org.jspecify.annotations.NullMarked
package io.purchaseorders.benchmarks.peers;
