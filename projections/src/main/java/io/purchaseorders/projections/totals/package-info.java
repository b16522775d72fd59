/** Totals of orders: which measures a step of the fold contributes to which key and period. */
@NullMarked
package io.purchaseorders.projections.totals;

import org.jspecify.annotations.NullMarked;
