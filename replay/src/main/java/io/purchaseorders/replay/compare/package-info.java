/** Compares the rows that a history gives with stored ones, or with those of another history. */
@NullMarked
package io.purchaseorders.replay.compare;

import org.jspecify.annotations.NullMarked;
