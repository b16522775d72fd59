/**
 * How Lambda maps a DynamoDB stream to a function, as an executable specification. {@link
 * io.purchaseorders.stream.StreamMapping} says, for a whole stream and under any clock, what the service does next; what
 * reads the stream and calls the function is someone else's.
 */
@NullMarked
package io.purchaseorders.stream;

import org.jspecify.annotations.NullMarked;
