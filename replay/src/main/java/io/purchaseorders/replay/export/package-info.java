/** Exports of the tables to S3: read, replayed on all cores, compared, and written to try it. */
@NullMarked
package io.purchaseorders.replay.export;

import org.jspecify.annotations.NullMarked;
