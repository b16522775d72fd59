/** Whatever a caller of the HTTP API can do, done to a running system: by its document, generated clients, and crowds. */
@NullMarked
package io.purchaseorders.clients;

import org.jspecify.annotations.NullMarked;
