package io.purchaseorders.local.cli;

import io.purchaseorders.handlers.store.QuarantineStore;
import io.purchaseorders.handlers.store.QuarantineStore.EventRef;
import io.purchaseorders.handlers.store.QuarantineStore.SetAside;
import io.purchaseorders.local.UsageProblem;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ./orders quarantine}. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Events that the aggregator set aside because they cannot be read or folded: lists them, shows one, releases one.",
            "Release an event once its cause is mended; it comes in through the stream, like a late event."
        })
final class QuarantineCommand {

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "One JSON object a line.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists what is set aside, one a line.")
    int list(@Mixin Where where) {
        return where.read(spec, live -> {
            QuarantineStore quarantine = live.quarantine();
            quarantine.events().forEach(aside -> print(aside, false));
            quarantine
                    .marks()
                    .rows()
                    .forEach(row -> out().println(
                                    json
                                            ? Where.json(Map.of("row", row.aggregationKey() + " " + row.period()))
                                            : "row " + row.aggregationKey() + " " + row.period()
                                                    + ": additions go beside it"));
            quarantine
                    .violations()
                    .forEach(violation -> out().println(
                                    json
                                            ? Where.json(Map.of(
                                                    "violation", violation.kind(),
                                                    "orderId", violation.event().orderId(),
                                                    "timestamp",
                                                            violation.event().timestamp()))
                                            : violation.kind() + " of the immutable event " + name(violation.event())));
            return 0;
        });
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one event with its content.")
    int show(
            @Mixin Where where,
            @Parameters(paramLabel = "ORDER", description = "The order's id.") String orderId,
            @Parameters(paramLabel = "TIMESTAMP", description = "The event's sort key, as list shows it.")
                    String timestamp) {
        return where.read(spec, live -> {
            print(find(live, new EventRef(orderId, timestamp)), true);
            return 0;
        });
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = "Lets the aggregator try one event again.")
    int release(
            @Mixin Where where,
            @Parameters(paramLabel = "ORDER", description = "The order's id.") String orderId,
            @Parameters(paramLabel = "TIMESTAMP", description = "The event's sort key, as list shows it.")
                    String timestamp) {
        return where.read(spec, live -> {
            SetAside aside = find(live, new EventRef(orderId, timestamp));
            live.events().release(orderId, timestamp, Instant.now().toString());
            out().println("released " + name(aside.event()) + "; it is gone from the list once it is applied");
            return 0;
        });
    }

    private static SetAside find(LiveTables live, EventRef event) {
        return live.quarantine().events().stream()
                .filter(aside -> aside.event().equals(event))
                .findFirst()
                .orElseThrow(() ->
                        new UsageProblem("Nothing is set aside as " + name(event) + ": see ./orders quarantine list."));
    }

    private void print(SetAside aside, boolean whole) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("orderId", aside.event().orderId());
        shown.put("timestamp", aside.event().timestamp());
        shown.put("reason", aside.reason());
        shown.put("shard", aside.shardId());
        shown.put("sequenceNumber", aside.at().digits());
        if (whole) {
            shown.put("payload", aside.payload());
        }
        if (json) {
            out().println(Where.json(shown));
        } else if (whole) {
            shown.forEach((name, value) -> out().println(name + ": " + value));
        } else {
            out().println(name(aside.event()) + ": " + aside.reason());
        }
    }

    private static String name(EventRef event) {
        return event.orderId() + " " + event.timestamp();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
