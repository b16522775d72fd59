@NullMarked
package io.purchaseorders.handlers.processor;

import org.jspecify.annotations.NullMarked;
