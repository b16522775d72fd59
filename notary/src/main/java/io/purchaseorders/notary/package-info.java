/** Keeps the transparency log on AWS: the functions that ask for exports of the events table and that log what they hold. */
@NullMarked
package io.purchaseorders.notary;

import org.jspecify.annotations.NullMarked;
