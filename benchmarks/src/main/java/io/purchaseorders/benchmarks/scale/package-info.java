/** A simulation of what the stack does under more load than any machine here can make. */
@NullMarked
package io.purchaseorders.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
