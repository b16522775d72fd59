@NullMarked
package io.purchaseorders.local;

import org.jspecify.annotations.NullMarked;
