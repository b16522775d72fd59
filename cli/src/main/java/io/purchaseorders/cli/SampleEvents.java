package io.purchaseorders.cli;

import java.io.IOException;
import java.io.OutputStream;

/** Sample events as NDJSON of EventBridge entries: the same bytes for the same arguments. */
@FunctionalInterface
public interface SampleEvents {

    void write(long orders, long seed, OutputStream destination) throws IOException;
}
