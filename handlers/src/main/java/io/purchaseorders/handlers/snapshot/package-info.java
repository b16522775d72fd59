@NullMarked
package io.purchaseorders.handlers.snapshot;

import org.jspecify.annotations.NullMarked;
