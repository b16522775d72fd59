/** What the stack costs a month, from what an event takes and what that costs. */
@NullMarked
package io.purchaseorders.benchmarks.costs;

import org.jspecify.annotations.NullMarked;
