/** order-api: answers the questions that the API document lists. */
@NullMarked
package io.purchaseorders.handlers.api;

import org.jspecify.annotations.NullMarked;
