@NullMarked
package io.purchaseorders.handlers.api;

import org.jspecify.annotations.NullMarked;
