/** The real handlers behind the real protocols: what a publisher, a client and an auditor see. */
@NullMarked
package io.purchaseorders.cli.endtoend;

import org.jspecify.annotations.NullMarked;
