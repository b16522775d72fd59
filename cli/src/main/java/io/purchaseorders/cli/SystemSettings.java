package io.purchaseorders.cli;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.immutables.value.Value;

/** What a system in this process is started with; by default on any free ports, in memory and without the API. */
@Value.Immutable
public interface SystemSettings {

    /** 0 takes any free port. */
    @Value.Default
    default int dynamoDbPort() {
        return 0;
    }

    /** 0 takes any free port. */
    @Value.Default
    default int eventsPort() {
        return 0;
    }

    /** Where the API answers, 0 for any free port; empty for no API. */
    OptionalInt apiPort();

    /** The folder of the built console; where it is missing the API answers all the same. */
    @Value.Default
    default Path console() {
        return Path.of(System.getProperty("orders.console", "console/target/site"));
    }

    /** The folder that keeps the tables; empty keeps them in memory. */
    Optional<Path> data();

    /** The folder of the transparency log that the API shows and the console trusts the key of; empty shows none. */
    Optional<Path> log();

    /** The reporting time zone of new tables; empty takes that of the tables that there are, and UTC for new ones. */
    Optional<ZoneId> timeZone();

    /** Chooses what goes wrong on purpose; empty for nothing. */
    OptionalLong faults();
}
