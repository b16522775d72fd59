/** order-processor: admits published events to the events table, or keeps why not. */
@NullMarked
package io.purchaseorders.handlers.processor;

import org.jspecify.annotations.NullMarked;
