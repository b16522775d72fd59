/** DynamoDB Local, kept in a data folder or in memory. */
@NullMarked
package io.purchaseorders.local.dynamodb;

import org.jspecify.annotations.NullMarked;
