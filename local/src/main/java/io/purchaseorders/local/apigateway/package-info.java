/** Stands in for API Gateway and for the Cognito user pool: HTTP, tokens, scopes. */
@NullMarked
package io.purchaseorders.local.apigateway;

import org.jspecify.annotations.NullMarked;
