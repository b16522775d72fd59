/** Answers what every stand-in needs of this machine: ports, HTTP servers, and threads that go on after a failure. */
@NullMarked
package io.purchaseorders.local.host;

import org.jspecify.annotations.NullMarked;
