@NullMarked
package io.purchaseorders.handlers.telemetry;

import org.jspecify.annotations.NullMarked;
