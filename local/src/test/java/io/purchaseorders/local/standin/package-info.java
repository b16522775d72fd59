/** Small handlers that stand in for the real ones, so that the runtime is tested by itself, and programs of this build in processes of their own. */
@NullMarked
package io.purchaseorders.local.standin;

import org.jspecify.annotations.NullMarked;
