package io.purchaseorders.cli;

import io.purchaseorders.stores.GenerationStore;
import io.purchaseorders.stores.Generations;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The register of generations, where whoever changes it dies once right before each kind of change and once right after it.
 */
final class DyingRegister implements GenerationStore {

    /** What a process does no more after a {@code kill -9}. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1;

        Death(String moment) {
            super(moment);
        }
    }

    private final GenerationStore register;
    private final Set<String> died = new HashSet<>();

    DyingRegister(GenerationStore register) {
        this.register = register;
    }

    @Override
    public Optional<Generations> read() {
        return register.read();
    }

    @Override
    public Generations create(Generations first) {
        return register.create(first);
    }

    @Override
    public boolean replace(Generations before, Generations next) {
        String change = change(before, next);
        die("before " + change);
        boolean isReplaced = register.replace(before, next);
        if (isReplaced) {
            die("after " + change);
        }
        return isReplaced;
    }

    private void die(String moment) {
        if (died.add(moment)) {
            throw new Death(moment);
        }
    }

    /** What a change does to which generation, whatever the generation's number is. */
    private static String change(Generations before, Generations next) {
        return next.all().stream()
                        .filter(generation -> !before.all().contains(generation))
                        .map(generation -> generation.state() + " " + generation.loaded()
                                + (generation.comparedAt().isPresent() ? " compared" : ""))
                        .collect(Collectors.joining(", "))
                + (before.live() == next.live() ? "" : " live");
    }
}
