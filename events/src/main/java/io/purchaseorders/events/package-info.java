/** Facts about orders: the sealed family of events, its life cycle, validation, codec and schemas. */
@NullMarked
package io.purchaseorders.events;

import org.jspecify.annotations.NullMarked;
