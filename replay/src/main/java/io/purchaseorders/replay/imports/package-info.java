/** A generation of projections as files that {@code ImportTable} makes its table from. */
@org.jspecify.annotations.NullMarked
package io.purchaseorders.replay.imports;
