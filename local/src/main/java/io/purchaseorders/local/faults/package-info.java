/** Faults on purpose, for soaks: everything that can go wrong between the aggregator, its mapping and its tables. */
@NullMarked
package io.purchaseorders.local.faults;

import org.jspecify.annotations.NullMarked;
