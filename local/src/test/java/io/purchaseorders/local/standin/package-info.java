/** Small handlers that stand in for the real ones, so that the runtime is tested by itself. */
@NullMarked
package io.purchaseorders.local.standin;

import org.jspecify.annotations.NullMarked;
