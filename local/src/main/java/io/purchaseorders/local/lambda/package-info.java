/** Stands in for Lambda: runs functions as the managed runtime does, with the rights of their roles. */
@NullMarked
package io.purchaseorders.local.lambda;

import org.jspecify.annotations.NullMarked;
