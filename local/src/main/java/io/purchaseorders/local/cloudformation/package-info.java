/** Reads the templates: tables, functions, roles, rules and mappings as they deploy. */
@NullMarked
package io.purchaseorders.local.cloudformation;

import org.jspecify.annotations.NullMarked;
