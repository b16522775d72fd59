/** Brings the events of each order together from exports of any size and hands them on, order by order, on all cores. */
@NullMarked
package io.purchaseorders.replay.history;

import org.jspecify.annotations.NullMarked;
