@NullMarked
package io.purchaseorders.local.gateway;

import org.jspecify.annotations.NullMarked;
