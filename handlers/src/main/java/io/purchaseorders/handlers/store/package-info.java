@NullMarked
package io.purchaseorders.handlers.store;

import org.jspecify.annotations.NullMarked;
