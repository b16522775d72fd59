@NullMarked
package io.purchaseorders.local.template;

import org.jspecify.annotations.NullMarked;
