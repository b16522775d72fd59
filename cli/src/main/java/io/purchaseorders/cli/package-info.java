/** ./orders: one class a command, and what they share. */
@NullMarked
package io.purchaseorders.cli;

import org.jspecify.annotations.NullMarked;
