package io.purchaseorders.stores;

import java.util.Optional;

/** Reads the register of generations. */
public interface GenerationReader {

    /** The register, consistent with every write that was answered before; nothing where no generation was born yet. */
    Optional<Generations> read();
}
