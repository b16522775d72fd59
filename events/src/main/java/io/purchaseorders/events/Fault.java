package io.purchaseorders.events;

/**
 * One rule that an input breaks.
 *
 * @param pointer RFC 6901 JSON pointer into {@code Detail}; empty for the whole of it
 * @param message the rule, in words that tell the publisher what to change
 */
public record Fault(String pointer, String message) {}
