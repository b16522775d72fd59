/** Reads and writes what Lambda hands over as bytes. */
@NullMarked
package io.purchaseorders.handlers.payload;

import org.jspecify.annotations.NullMarked;
