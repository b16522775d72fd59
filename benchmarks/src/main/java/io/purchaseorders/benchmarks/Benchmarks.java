package io.purchaseorders.benchmarks;

import io.purchaseorders.benchmarks.evidence.Evidence;
import io.purchaseorders.benchmarks.scale.Scale;
import io.purchaseorders.benchmarks.store.Aggregate;
import io.purchaseorders.benchmarks.store.Codes;
import io.purchaseorders.benchmarks.store.Cost;
import io.purchaseorders.benchmarks.store.EndToEnd;
import io.purchaseorders.benchmarks.store.Reads;
import java.util.List;
import java.util.Optional;

/** The table of contents. */
final class Benchmarks {

    static final List<Benchmark> ALL = List.of(
            new Aggregate(),
            new Api(),
            new Codes(),
            new Cold(),
            new Cost(),
            new EndToEnd(),
            new Evidence(),
            new Reads(),
            new Rebuild(),
            new Replay(),
            new Scale());

    private Benchmarks() {}

    static Optional<Benchmark> named(String name) {
        return ALL.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    static List<String> names() {
        return ALL.stream().map(Benchmark::name).toList();
    }
}
