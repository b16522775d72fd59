package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.stores.BirthStore;
import io.purchaseorders.stores.BirthStore.Birth;
import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.GenerationStore;
import io.purchaseorders.stores.Generations;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Demands the birth mark of the table that a batch is about to write, and answers the reporting time zone that it names.
 * The first generation is born by its first batch: the mark, then the register, which is a fact and outlives the table. So
 * a table without a mark that the register knows of was lost, or is not loaded yet, and nothing is folded against it.
 */
final class TableBirth implements Supplier<ZoneId> {

    /** The table was lost, or is not loaded yet: the batch fails and is retried, until there is another generation. */
    static final class TableLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TableLostException(String message) {
            super(message);
        }
    }

    private final BirthStore births;
    private final GenerationStore generations;
    private final int number;
    private final String table;
    private final ZoneId zoneAtBirth;

    /** Whether the register is known to be there; it is never removed. */
    private volatile boolean isRegistered;

    /**
     * @param number of the generation
     * @param table its table's name, for the one sentence that says what was lost
     * @param zoneAtBirth the reporting time zone of a first generation that is not born yet
     */
    TableBirth(BirthStore births, GenerationStore generations, int number, String table, ZoneId zoneAtBirth) {
        this.births = births;
        this.generations = generations;
        this.number = number;
        this.table = table;
        this.zoneAtBirth = zoneAtBirth;
    }

    /** One read a batch; a second one until the register is known. */
    @Override
    public ZoneId get() {
        Optional<Birth> birth = births.read();
        if (birth.isPresent() && isRegistered) {
            return zone(birth.get());
        }
        Optional<Generations> register = generations.read();
        if (register.isPresent()) {
            isRegistered = true;
            // Read once more: another invocation may have written both in between.
            return zone(birth.or(births::read).orElseThrow(this::lost));
        }
        if (number != Generation.FIRST) {
            throw lost();
        }
        Birth born = birth.orElseGet(() -> births.write(new Birth(number, zoneAtBirth, 0)));
        generations.create(Generations.first(born.timeZone()));
        isRegistered = true;
        return zone(born);
    }

    private ZoneId zone(Birth birth) {
        if (birth.generation() != number) {
            throw new TableLostException("The table " + table + " is that of generation " + birth.generation()
                    + " and not of " + number + ": nothing is applied to it.");
        }
        return birth.timeZone();
    }

    private TableLostException lost() {
        return new TableLostException("The table " + table + " of generation " + number
                + " was lost or is not loaded: nothing is applied to it; ./orders rebuild makes a new generation.");
    }
}
