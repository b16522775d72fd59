@NullMarked
package io.purchaseorders.handlers.payload;

import org.jspecify.annotations.NullMarked;
