@NullMarked
package io.purchaseorders.projections;

import org.jspecify.annotations.NullMarked;
