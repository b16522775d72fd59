/** Stands in for CloudFront before a bucket: files, with the headers that its response headers policy adds. */
@NullMarked
package io.purchaseorders.local.cloudfront;

import org.jspecify.annotations.NullMarked;
