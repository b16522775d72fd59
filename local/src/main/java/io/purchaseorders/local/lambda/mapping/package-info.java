/** Stands in for Lambda's event source mapping of a DynamoDB stream, by the specification in the module stream. */
@NullMarked
package io.purchaseorders.local.lambda.mapping;

import org.jspecify.annotations.NullMarked;
