package io.purchaseorders.local.eventbridge;

import io.purchaseorders.local.Backlog;
import io.purchaseorders.local.cloudformation.EventRule;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.eventbridge.EntryResult.Accepted;
import io.purchaseorders.local.eventbridge.EntryResult.Refused;
import io.purchaseorders.local.lambda.FunctionError;
import io.purchaseorders.local.lambda.LambdaFunction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import software.amazon.event.ruler.Machine;

/** Checks an entry as the service does and brings it to the functions whose rules match it. */
final class Router {

    private static final int MAX_DELIVERIES = 4;
    private static final long FIRST_BACKOFF_MILLIS = 100;

    private final String account;
    private final String region;
    private final Map<String, Machine> rulesByBus = new HashMap<>();
    private final Map<String, List<LambdaFunction>> targetsByRule = new HashMap<>();

    private final Backlog backlog;

    Router(StackTemplate template, Function<String, LambdaFunction> functionByArn, Backlog backlog) {
        this.backlog = backlog;
        this.account = template.account();
        this.region = template.region();
        template.buses().forEach(bus -> rulesByBus.put(bus, Machine.builder().build()));
        template.rules().forEach(rule -> add(rule, functionByArn));
    }

    private void add(EventRule rule, Function<String, LambdaFunction> functionByArn) {
        Machine machine = rulesByBus.get(rule.bus());
        if (machine == null) {
            throw new IllegalArgumentException(
                    "Rule " + rule.name() + " names a bus that the template lacks: " + rule.bus());
        }
        try {
            machine.addRule(rule.name(), rule.pattern());
        } catch (IOException e) {
            throw new IllegalArgumentException("Rule " + rule.name() + " has no valid event pattern", e);
        }
        targetsByRule.put(
                rule.name(), rule.targetArns().stream().map(functionByArn).toList());
    }

    /** Waits until the aggregator has caught up somewhat. */
    void awaitRoom() throws InterruptedException {
        backlog.awaitRoom();
    }

    /** Returns once every target has returned, so that what was accepted is already stored. */
    EntryResult route(Entry entry) {
        Optional<Refused> fault = fault(entry);
        if (fault.isPresent()) {
            return fault.get();
        }
        UUID id = UUID.randomUUID();
        String event = Envelope.write(entry, id, account, region);
        for (LambdaFunction target : targets(entry, event)) {
            if (!delivered(target, event.getBytes(StandardCharsets.UTF_8))) {
                return new Refused("InternalFailure", "The event could not be delivered; publish it again.");
            }
        }
        return new Accepted(id.toString());
    }

    private Optional<Refused> fault(Entry entry) {
        if (entry.source().isEmpty()) {
            return Optional.of(missing("Source"));
        }
        if (entry.detailType().isEmpty()) {
            return Optional.of(missing("DetailType"));
        }
        if (entry.detail().isEmpty()) {
            return Optional.of(missing("Detail"));
        }
        if (entry.source().startsWith("aws.")) {
            return Optional.of(new Refused("NotAuthorizedForSourceException", "Not authorized for the source."));
        }
        if (!rulesByBus.containsKey(bus(entry))) {
            return Optional.of(new Refused(
                    "ResourceNotFoundException",
                    "Event bus " + bus(entry) + " does not exist here; publish to "
                            + String.join(" or ", rulesByBus.keySet()) + "."));
        }
        return Envelope.isObject(entry.detail())
                ? Optional.empty()
                : Optional.of(new Refused("MalformedDetail", "Detail is malformed."));
    }

    private static Refused missing(String parameter) {
        return new Refused(
                "InvalidArgument",
                "Parameter " + parameter + " is not valid. Reason: " + parameter + " is a required argument.");
    }

    private static String bus(Entry entry) {
        String given = entry.bus().isEmpty() ? "default" : entry.bus();
        return given.startsWith("arn:") ? given.substring(given.lastIndexOf('/') + 1) : given;
    }

    private List<LambdaFunction> targets(Entry entry, String event) {
        Machine machine = rulesByBus.get(bus(entry));
        if (machine == null) {
            return List.of();
        }
        List<LambdaFunction> targets = new ArrayList<>();
        for (String rule : matching(machine, event)) {
            targets.addAll(targetsByRule.getOrDefault(rule, List.of()));
        }
        return targets;
    }

    private static List<String> matching(Machine machine, String event) {
        try {
            return machine.rulesForJSONEvent(event);
        } catch (Exception e) {
            throw new IllegalStateException("The event could not be matched to rules", e);
        }
    }

    private boolean delivered(LambdaFunction target, byte[] event) {
        for (int attempt = 0; attempt < MAX_DELIVERIES; attempt++) {
            try {
                backlog.answered(target.invoke(event));
                return true;
            } catch (FunctionError e) {
                System.err.println(target.definition().name() + " failed: " + e.getMessage());
            }
            if (attempt + 1 < MAX_DELIVERIES) {
                try {
                    Thread.sleep(FIRST_BACKOFF_MILLIS << attempt);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return false;
    }
}
