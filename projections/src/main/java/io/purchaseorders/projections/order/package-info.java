/** Folds the events of one order into its state, and encodes the row that keeps it. */
@NullMarked
package io.purchaseorders.projections.order;

import org.jspecify.annotations.NullMarked;
