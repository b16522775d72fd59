@NullMarked
package io.purchaseorders.events;

import org.jspecify.annotations.NullMarked;
