package io.purchaseorders.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.handlers.store.QuarantineStore;
import io.purchaseorders.handlers.store.QuarantineStore.EventRef;
import io.purchaseorders.handlers.store.QuarantineStore.SetAside;
import io.purchaseorders.local.UsageProblem;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

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

    @Option(
            names = "--dynamodb-port",
            paramLabel = "PORT",
            defaultValue = Defaults.DYNAMODB_PORT,
            scope = ScopeType.INHERIT,
            description = "Where the tables are (${DEFAULT-VALUE}).")
    private int dynamoDbPort;

    @Option(
            names = "--env",
            paramLabel = "NAME",
            defaultValue = Defaults.ENVIRONMENT,
            scope = ScopeType.INHERIT,
            description = "The environment in the tables' names (${DEFAULT-VALUE}).")
    private String environment = Defaults.ENVIRONMENT;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "One JSON object a line.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists what is set aside, one a line.")
    int list() {
        return with(live -> {
            QuarantineStore quarantine = live.quarantine();
            quarantine.events().forEach(aside -> print(aside, false));
            quarantine
                    .marks()
                    .rows()
                    .forEach(row -> out().println(
                                    json
                                            ? json(Map.of("row", row.aggregationKey() + " " + row.period()))
                                            : "row " + row.aggregationKey() + " " + row.period()
                                                    + ": additions go beside it"));
            quarantine
                    .violations()
                    .forEach(violation -> out().println(
                                    json
                                            ? json(Map.of(
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
            @Parameters(paramLabel = "ORDER", description = "The order's id.") String orderId,
            @Parameters(paramLabel = "TIMESTAMP", description = "The event's sort key, as list shows it.")
                    String timestamp) {
        return with(live -> {
            print(find(live, new EventRef(orderId, timestamp)), true);
            return 0;
        });
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = "Lets the aggregator try one event again.")
    int release(
            @Parameters(paramLabel = "ORDER", description = "The order's id.") String orderId,
            @Parameters(paramLabel = "TIMESTAMP", description = "The event's sort key, as list shows it.")
                    String timestamp) {
        return with(live -> {
            SetAside aside = find(live, new EventRef(orderId, timestamp));
            live.events().release(orderId, timestamp, Instant.now().toString());
            out().println("released " + name(aside.event()) + "; it is gone from the list once it is applied");
            return 0;
        });
    }

    private int with(ToIntFunction<LiveTables> action) {
        Ranges.requirePort(spec, "--dynamodb-port", dynamoDbPort);
        URI dynamoDb = URI.create("http://localhost:" + dynamoDbPort);
        try {
            return action.applyAsInt(LiveTables.at(dynamoDb, environment));
        } catch (SdkClientException e) {
            throw new UsageProblem("Nothing answers at " + dynamoDb
                    + ": start the system with ./orders up, or name its port with --dynamodb-port.");
        } catch (ResourceNotFoundException e) {
            throw new UsageProblem("There are no tables of the environment " + environment + " at " + dynamoDb
                    + ": name another with --env.");
        }
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
            out().println(json(shown));
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

    private static String json(Map<String, String> members) {
        try {
            return JsonMapper.builder().build().writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text can always be written", e);
        }
    }
}
