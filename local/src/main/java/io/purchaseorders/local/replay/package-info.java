@NullMarked
package io.purchaseorders.local.replay;

import org.jspecify.annotations.NullMarked;
