/** Stands in for an EventBridge bus: PutEvents and the rules of the template. */
@NullMarked
package io.purchaseorders.local.eventbridge;

import org.jspecify.annotations.NullMarked;
