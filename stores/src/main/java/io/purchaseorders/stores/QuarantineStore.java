package io.purchaseorders.stores;

/** Every role in the quarantine; the aggregator reads the decisions of earlier batches and adds its own. */
public interface QuarantineStore extends QuarantineReader, QuarantineWriter, ViolationAcknowledgements {}
