/** Adds up what orders contribute, by key and period, and answers {@code ./orders totals} from that. */
@NullMarked
package io.purchaseorders.replay.totals;

import org.jspecify.annotations.NullMarked;
