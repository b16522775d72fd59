package io.purchaseorders.benchmarks;

import java.util.List;
import java.util.Optional;

/** The table of contents. */
final class Benchmarks {

    static final List<Benchmark> ALL = List.of(new Cold(), new Replay());

    private Benchmarks() {}

    static Optional<Benchmark> named(String name) {
        return ALL.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    static List<String> names() {
        return ALL.stream().map(Benchmark::name).toList();
    }
}
