package io.purchaseorders.cli;

import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.Generations;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./orders generations}. */
@Command(
        name = "generations",
        mixinStandardHelpOptions = true,
        description =
                "Lists the generations of projections: which is live, which are fed, how far one is that is built.")
final class GenerationsCommand implements Callable<Integer> {

    @Mixin
    private final TargetOptions where = new TargetOptions();

    @Option(names = "--json", description = "Report as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        return where.readEvenIfLost(spec, live -> {
            GenerationTables tables = live.generations();
            Generations register = tables.registered();
            if (json) {
                spec.commandLine().getOut().println(json(tables, register));
            } else {
                register.all()
                        .forEach(generation -> spec.commandLine().getOut().println(line(tables, register, generation)));
            }
            return 0;
        });
    }

    private static String line(GenerationTables tables, Generations register, Generation generation) {
        StringBuilder line = new StringBuilder()
                .append(String.format(
                        Locale.ROOT,
                        "%-4d %-9s %-40s %s",
                        generation.number(),
                        word(tables, register, generation),
                        tables.table(generation.number()),
                        generation.timeZone()));
        if (generation.loaded().ofOrders() > 0) {
            line.append(String.format(
                    Locale.ROOT,
                    "  loaded %,d of %,d orders",
                    generation.loaded().orders(),
                    generation.loaded().ofOrders()));
        }
        generation
                .snapshotAt()
                .ifPresent(at -> line.append("  from events as of ").append(at));
        generation.comparedAt().ifPresent(at -> line.append("  compared ").append(at));
        return line.toString();
    }

    private static String json(GenerationTables tables, Generations register) {
        return TargetOptions.json(register.all().stream()
                .map(generation -> new TreeMap<>(Map.of(
                        "number", generation.number(),
                        "state", word(tables, register, generation),
                        "table", tables.table(generation.number()),
                        "timeZone", generation.timeZone().getId(),
                        "loadedOrders", generation.loaded().orders(),
                        "ofOrders", generation.loaded().ofOrders(),
                        "snapshotAt",
                                generation.snapshotAt().map(String::valueOf).orElse(""),
                        "comparedAt",
                                generation.comparedAt().map(String::valueOf).orElse(""))))
                .toList());
    }

    /** One word for where it is; a table that was lost is no table that is fed. */
    private static String word(GenerationTables tables, Generations register, Generation generation) {
        if (generation.isReadable() && !tables.hasTable(generation.number())) {
            return "lost";
        }
        if (generation.number() == register.live()) {
            return "live";
        }
        return switch (generation.state()) {
            case BUILDING -> "building";
            case FED -> "fed";
            case HELD -> "held";
            case RETIRED -> "retired";
        };
    }
}
