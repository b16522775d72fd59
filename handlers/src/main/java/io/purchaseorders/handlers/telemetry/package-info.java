/** Metrics and structured logs of the functions. */
@NullMarked
package io.purchaseorders.handlers.telemetry;

import org.jspecify.annotations.NullMarked;
