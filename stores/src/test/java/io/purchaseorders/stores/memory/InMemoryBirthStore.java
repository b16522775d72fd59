package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.BirthStore;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/** The birth mark of one table in memory; safe for concurrent use. */
@NullMarked
public final class InMemoryBirthStore implements BirthStore {

    private Optional<Birth> stored = Optional.empty();

    @Override
    public synchronized Optional<Birth> read() {
        return stored;
    }

    @Override
    public synchronized Birth write(Birth birth) {
        stored = stored.or(() -> Optional.of(birth));
        return stored.orElseThrow();
    }

    @Override
    public synchronized void replace(Birth birth) {
        stored = Optional.of(birth);
    }

    /** As if the table were dropped. */
    public synchronized void lose() {
        stored = Optional.empty();
    }
}
