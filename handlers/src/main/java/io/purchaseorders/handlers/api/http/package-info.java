/** The mechanics of the HTTP API: requests, parameters, pages, cursors, answers and problems. */
@NullMarked
package io.purchaseorders.handlers.api.http;

import org.jspecify.annotations.NullMarked;
