package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.GenerationStore;
import io.purchaseorders.stores.Generations;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/** The register of generations in memory; safe for concurrent use. */
@NullMarked
public final class InMemoryGenerationStore implements GenerationStore {

    private Optional<Generations> stored = Optional.empty();

    @Override
    public synchronized Optional<Generations> read() {
        return stored;
    }

    @Override
    public synchronized Generations create(Generations first) {
        stored = stored.or(() -> Optional.of(first));
        return stored.orElseThrow();
    }

    @Override
    public synchronized boolean replace(Generations before, Generations next) {
        boolean isNext = stored.filter(now -> now.version() == before.version()).isPresent();
        if (isNext) {
            stored = Optional.of(next);
        }
        return isNext;
    }
}
