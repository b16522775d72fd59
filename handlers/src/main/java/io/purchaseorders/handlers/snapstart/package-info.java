/** Primes a function before SnapStart takes its snapshot. */
@NullMarked
package io.purchaseorders.handlers.snapstart;

import org.jspecify.annotations.NullMarked;
