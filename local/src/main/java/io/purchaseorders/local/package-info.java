/** Starts the stand-ins for AWS together, as the template deploys the services. */
@NullMarked
package io.purchaseorders.local;

import org.jspecify.annotations.NullMarked;
