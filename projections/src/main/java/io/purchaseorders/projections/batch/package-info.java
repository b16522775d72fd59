/** Plans what a batch of stream records changes in the projections, and counts what became of each record. */
@NullMarked
package io.purchaseorders.projections.batch;

import org.jspecify.annotations.NullMarked;
