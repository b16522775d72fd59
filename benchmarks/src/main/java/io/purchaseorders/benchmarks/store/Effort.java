package io.purchaseorders.benchmarks.store;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Begins to count the time that passes and the processor time that this process takes, DynamoDB Local's included. */
record Effort(long nanos, long processorNanos) {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final double NANOS_A_MILLI = 1e6;

    /** What one event took. The processor time is the steadier number where others use the machine. */
    record Each(double millis, double processorMillis) {}

    static Effort begin() {
        return new Effort(System.nanoTime(), SYSTEM.getProcessCpuTime());
    }

    Each end(int events) {
        return new Each(
                (System.nanoTime() - nanos) / NANOS_A_MILLI / events,
                (SYSTEM.getProcessCpuTime() - processorNanos) / NANOS_A_MILLI / events);
    }
}
