@NullMarked
package io.purchaseorders.handlers;

import org.jspecify.annotations.NullMarked;
