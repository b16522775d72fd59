@NullMarked
package io.purchaseorders.local.lambda;

import org.jspecify.annotations.NullMarked;
