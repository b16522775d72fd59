/** Folds history afresh and compares it with what is stored. */
@NullMarked
package io.purchaseorders.replay;

import org.jspecify.annotations.NullMarked;
