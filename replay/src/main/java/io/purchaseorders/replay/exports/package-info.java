/** Reads and writes exports of DynamoDB tables to S3: their manifests, their data files, the lines and items in them. */
@NullMarked
package io.purchaseorders.replay.exports;

import org.jspecify.annotations.NullMarked;
