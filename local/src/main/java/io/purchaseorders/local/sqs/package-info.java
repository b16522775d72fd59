/** Stands in for SQS and for Lambda's mappings of its queues. */
@NullMarked
package io.purchaseorders.local.sqs;

import org.jspecify.annotations.NullMarked;
