@NullMarked
package io.purchaseorders.local.dynamodb;

import org.jspecify.annotations.NullMarked;
