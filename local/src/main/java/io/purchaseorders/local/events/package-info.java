@NullMarked
package io.purchaseorders.local.events;

import org.jspecify.annotations.NullMarked;
