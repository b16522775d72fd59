package io.purchaseorders.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reporting time zone of a data folder's tables, in a file beside them: it must be known before anything is applied to
 * totals, and cannot change while they stay.
 */
final class KeptTimeZone {

    private static final String FILE = "time-zone";

    private static final ZoneId DEFAULT = ZoneId.of("UTC");

    private KeptTimeZone() {}

    /**
     * The zone to start with: the folder's, or else the wanted one, which the folder then keeps.
     *
     * @param data the folder; null keeps nothing
     * @throws UsageProblem where another zone is wanted than that of the folder's tables
     */
    static ZoneId of(@Nullable Path data, Optional<ZoneId> wanted) {
        if (data == null) {
            return wanted.orElse(DEFAULT);
        }
        Path file = data.resolve(FILE);
        try {
            if (Files.exists(file)) {
                ZoneId kept = ZoneId.of(Files.readString(file).strip());
                requireSame(data, kept, wanted);
                return kept;
            }
            ZoneId zone = wanted.orElse(DEFAULT);
            Files.createDirectories(data);
            Path unfinished = data.resolve(FILE + ".new");
            Files.writeString(unfinished, zone.getId() + "\n");
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return zone;
        } catch (DateTimeException e) {
            throw new UsageProblem(
                    "The file " + file + " names no time zone: write the one in which the totals were made.");
        } catch (IOException e) {
            throw new UsageProblem("The data directory " + data + " cannot be written (" + e.getMessage()
                    + "): name another with --data.");
        }
    }

    private static void requireSame(Path data, ZoneId kept, Optional<ZoneId> wanted) {
        wanted.filter(zone -> !zone.equals(kept)).ifPresent(zone -> {
            throw new UsageProblem("The totals in " + data + " are made in the time zone " + kept + ", not in " + zone
                    + ": leave --time-zone out to go on with " + kept
                    + ", or name an empty folder with --data and publish the events into it anew.");
        });
    }
}
