@NullMarked
package io.purchaseorders.local.stream;

import org.jspecify.annotations.NullMarked;
