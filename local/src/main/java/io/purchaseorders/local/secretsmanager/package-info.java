/** A stand-in for AWS Secrets Manager. */
@NullMarked
package io.purchaseorders.local.secretsmanager;

import org.jspecify.annotations.NullMarked;
