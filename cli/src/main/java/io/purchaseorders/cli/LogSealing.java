package io.purchaseorders.cli;

/** The log of a running system on this machine. */
final class LogSealing {

    /** What the log of this machine's system is called, and its key. */
    static final String ORIGIN = "localhost/purchase-orders-local";

    private LogSealing() {}
}
