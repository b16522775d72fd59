/** CloudWatch's evaluation of the templates' alarms, over metrics that functions and services send. */
@NullMarked
package io.purchaseorders.cli.alarms;

import org.jspecify.annotations.NullMarked;
