/**
 * The fold of the parent package over events as bytes: the same function, held to it by laws over random histories, for
 * histories of millions of events.
 */
@NullMarked
package io.purchaseorders.replay.compact;

import org.jspecify.annotations.NullMarked;
