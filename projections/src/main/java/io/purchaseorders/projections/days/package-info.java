/** Orders by day: which orders have an event on a business day. */
@NullMarked
package io.purchaseorders.projections.days;

import org.jspecify.annotations.NullMarked;
