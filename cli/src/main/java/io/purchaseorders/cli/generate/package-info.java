/** Sample events of any number, the same bytes for the same arguments. */
@NullMarked
package io.purchaseorders.cli.generate;

import org.jspecify.annotations.NullMarked;
