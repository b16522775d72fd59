package io.purchaseorders.handlers.processor;

import io.purchaseorders.handlers.simulation.Ports;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.stores.DuplicateStore;
import io.purchaseorders.stores.NoteStore;
import java.time.Clock;
import org.jspecify.annotations.NullMarked;

/** Makes the real function on other stores than DynamoDB's, or on stores that fail. */
@NullMarked
public final class Processors {

    private Processors() {}

    /** One that tells what it does. */
    public static OrderProcessor telling(
            Ports ports, DuplicateStore duplicates, NoteStore notes, Clock clock, Telemetry telemetry) {
        return new OrderProcessor(
                new ProcessorStores(ports.events(), ports.events(), ports.rejections(), duplicates, notes),
                clock,
                telemetry);
    }
}
