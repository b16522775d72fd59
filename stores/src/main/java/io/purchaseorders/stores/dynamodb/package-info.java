/** Adapters of the ports on DynamoDB: items, conditions and requests. */
@NullMarked
package io.purchaseorders.stores.dynamodb;

import org.jspecify.annotations.NullMarked;
