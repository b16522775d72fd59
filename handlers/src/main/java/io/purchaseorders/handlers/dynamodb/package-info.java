@NullMarked
package io.purchaseorders.handlers.dynamodb;

import org.jspecify.annotations.NullMarked;
