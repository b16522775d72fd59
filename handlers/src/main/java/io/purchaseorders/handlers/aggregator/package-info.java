/** order-aggregator: applies batches of the stream of events to the projections, exactly once. */
@NullMarked
package io.purchaseorders.handlers.aggregator;

import org.jspecify.annotations.NullMarked;
