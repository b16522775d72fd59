@NullMarked
package io.purchaseorders.local.cli;

import org.jspecify.annotations.NullMarked;
