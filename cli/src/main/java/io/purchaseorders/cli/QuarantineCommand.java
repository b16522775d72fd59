package io.purchaseorders.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.purchaseorders.replay.Replay.Report;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.QuarantineReader;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.Violation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ./orders quarantine}. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Events that the aggregator quarantined because they cannot be read or folded: lists them, shows one, releases one.",
            "Release an event once its cause is mended; it comes in through the stream, like a late event.",
            "With @|bold --failed|@ the same for what the stream mapping gave up: a folder of the objects in its bucket"
                    + " (aws s3 cp --recursive), or DIR/on-failure of a system that runs with up --data DIR."
        })
final class QuarantineCommand {

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "One JSON object a line.")
    private boolean json;

    @Option(
            names = "--failed",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Batches that the stream mapping gave up, instead of what the aggregator quarantined.")
    private @Nullable Path failed;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists what is quarantined, one a line.")
    int list(@Mixin TargetOptions where) {
        return where.read(spec, live -> {
            if (failed != null) {
                FailedBatches.in(failed).missing(live).forEach(item -> print(item, false));
                return 0;
            }
            QuarantineReader quarantine = live.quarantine();
            quarantine.events().forEach(quarantined -> print(quarantined, false));
            quarantine
                    .state()
                    .rows()
                    .forEach(row -> out().println(
                                    json
                                            ? TargetOptions.json(
                                                    Map.of("row", row.aggregationKey() + " " + row.period()))
                                            : "row " + row.aggregationKey() + " " + row.period()
                                                    + ": additions go beside it"));
            quarantine
                    .violations()
                    .forEach(violation -> out().println(
                                    json ? json(violation) : violation.kind().word() + ": " + name(violation.event())));
            return 0;
        });
    }

    @Command(
            name = "violations",
            mixinStandardHelpOptions = true,
            description = "Shows each change, removal or forgery of an event with what the item was before and after.")
    int violations(@Mixin TargetOptions where) {
        return where.read(spec, live -> {
            live.quarantine().violations().forEach(this::print);
            return 0;
        });
    }

    private void print(Violation violation) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("violation", violation.id());
        shown.put("kind", violation.kind().name());
        shown.put("orderId", violation.event().orderId());
        shown.put("timestamp", violation.event().timestamp());
        violation.evidence().time().ifPresent(time -> shown.put("time", time.toString()));
        violation.evidence().principal().ifPresent(name -> shown.put("principal", name));
        shown.put("before", violation.evidence().before());
        shown.put("after", violation.evidence().after());
        violation.acknowledged().ifPresent(dealtWith -> {
            shown.put("acknowledgedBy", dealtWith.by());
            shown.put("acknowledgedAt", dealtWith.at().toString());
            shown.put("acknowledgedReason", dealtWith.reason());
        });
        if (json) {
            out().println(TargetOptions.json(shown));
        } else {
            shown.forEach((name, value) -> out().println(name + ": " + value));
            out().println();
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one event with its content.")
    int show(
            @Mixin TargetOptions where,
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
            description = {
                "Lets the aggregator try one event again; with --failed and no event named, all that are not applied.",
                "What the stream gave up is released only if no row holds a part of it, which takes a replay to see."
            })
    int release(
            @Mixin TargetOptions where,
            @Option(
                            names = "--despite-differences",
                            description =
                                    "With --failed: also if rows hold what no order has applied. Totals may count it"
                                            + " twice.")
                    boolean despite,
            @Parameters(arity = "0..1", paramLabel = "ORDER", description = "The order's id.") @Nullable String orderId,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "TIMESTAMP",
                            description = "The event's sort key, as list shows it.")
                    @Nullable
                    String timestamp) {
        if ((orderId == null && failed == null) || (orderId != null && timestamp == null)) {
            throw new ParameterException(spec.commandLine(), "An event is named by its ORDER and its TIMESTAMP");
        }
        return where.read(spec, live -> {
            List<QuarantinedEvent> wanted = orderId == null || timestamp == null
                    ? candidates(live)
                    : List.of(find(live, new EventRef(orderId, timestamp)));
            if (failed != null && !despite && !wanted.isEmpty()) {
                requireNoPart(live.replay().settledOfApplied());
            }
            wanted.forEach(quarantined -> {
                live.events()
                        .release(
                                quarantined.event().orderId(),
                                quarantined.event().timestamp(),
                                Instant.now().toString());
                out().println("released " + name(quarantined.event())
                        + "; it is gone from the list once it is applied");
            });
            return 0;
        });
    }

    /** A batch that was given up may have reached some of its rows, and a release would add to those again. */
    private void requireNoPart(Report applied) {
        if (!applied.isEqual()) {
            out().println(LiveComparison.text(applied));
            throw new UsageProblem("Nothing was released: rows hold what no order has applied, perhaps a part of these"
                    + " batches, and a release would count it twice. If events are coming in, try again when none are;"
                    + " else see \"Redrive\" in docs/operations.md.");
        }
    }

    private List<QuarantinedEvent> candidates(LiveTables live) {
        return failed == null
                ? live.quarantine().events()
                : FailedBatches.in(failed).missing(live);
    }

    private QuarantinedEvent find(LiveTables live, EventRef event) {
        return candidates(live).stream()
                .filter(quarantined -> quarantined.event().equals(event))
                .findFirst()
                .orElseThrow(() -> new UsageProblem(
                        "No item is quarantined as " + name(event) + ": see ./orders quarantine list."));
    }

    private void print(QuarantinedEvent quarantined, boolean whole) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("orderId", quarantined.event().orderId());
        shown.put("timestamp", quarantined.event().timestamp());
        shown.put("reason", quarantined.reason());
        shown.put("shard", quarantined.shardId());
        shown.put("sequenceNumber", quarantined.at().digits());
        if (whole) {
            shown.put("payload", quarantined.payload());
        }
        if (json) {
            out().println(TargetOptions.json(shown));
        } else if (whole) {
            shown.forEach((name, value) -> out().println(name + ": " + value));
        } else {
            out().println(name(quarantined.event()) + ": " + quarantined.reason());
        }
    }

    private static String json(Violation violation) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("violation", violation.kind().name())
                .put("orderId", violation.event().orderId())
                .put("timestamp", violation.event().timestamp())
                .toString();
    }

    private static String name(EventRef event) {
        return event.orderId() + " " + event.timestamp();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
