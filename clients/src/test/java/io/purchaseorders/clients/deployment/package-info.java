/** A stand-in for CloudFormation and the account that it deploys into, and what the templates do there. */
@NullMarked
package io.purchaseorders.clients.deployment;

import org.jspecify.annotations.NullMarked;
