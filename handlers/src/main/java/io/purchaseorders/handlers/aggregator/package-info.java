@NullMarked
package io.purchaseorders.handlers.aggregator;

import org.jspecify.annotations.NullMarked;
