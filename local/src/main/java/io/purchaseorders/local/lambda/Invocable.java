package io.purchaseorders.local.lambda;

/** What can be invoked synchronously: JSON in, JSON out. */
@FunctionalInterface
public interface Invocable {

    byte[] invoke(byte[] payload) throws FunctionError;
}
