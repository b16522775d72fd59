/** Ports to what is stored. An adapter passes the contract suite of its port. */
@NullMarked
package io.purchaseorders.stores;

import org.jspecify.annotations.NullMarked;
