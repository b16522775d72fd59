package io.purchaseorders.local.eventbridge;

import io.purchaseorders.local.cloudformation.EventRule;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.eventbridge.EntryResult.Accepted;
import io.purchaseorders.local.eventbridge.EntryResult.Refused;
import io.purchaseorders.local.sqs.Queue;
import io.purchaseorders.local.sqs.Queues;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.event.ruler.Machine;

/** Checks entries as the service does and puts them into the queues whose rules match them. */
final class Router {

    private final String account;
    private final String region;
    private final Map<String, Machine> rulesByBus = new HashMap<>();
    private final Map<String, List<Queue>> targetsByRule = new HashMap<>();

    Router(StackTemplate template, Queues queues) {
        this.account = template.account();
        this.region = template.region();
        template.buses().forEach(bus -> rulesByBus.put(bus, Machine.builder().build()));
        template.rules().forEach(rule -> add(rule, queues));
    }

    private void add(EventRule rule, Queues queues) {
        Machine machine = rulesByBus.get(rule.bus());
        if (machine == null) {
            throw new IllegalArgumentException(
                    "Rule " + rule.name() + " names a bus that the template lacks: " + rule.bus());
        }
        if (rule.pattern().contains("\"detail\"")) {
            throw new IllegalArgumentException(
                    "Rule " + rule.name()
                            + " looks into details, which the local bus does not; teach it to Router, or match by other members");
        }
        try {
            machine.addRule(rule.name(), rule.pattern());
        } catch (IOException e) {
            throw new IllegalArgumentException("Rule " + rule.name() + " has no valid event pattern", e);
        }
        targetsByRule.put(
                rule.name(), rule.targetArns().stream().map(queues::queue).toList());
    }

    /** An event on its way. */
    private record Routed(UUID id, Instant at, Entry entry) {
        String text(String account, String region, String detail) {
            return Envelope.write(entry, detail, id, at, account, region);
        }
    }

    /** The results of entries, in their order. What is accepted is in its queues, durably, when this returns. */
    List<EntryResult> route(List<Entry> entries) {
        Instant now = Instant.now();
        List<EntryResult> results = new ArrayList<>();
        Map<Queue, List<String>> messages = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Optional<Refused> fault = fault(entry, now);
            if (fault.isPresent()) {
                results.add(fault.get());
            } else {
                Routed event = new Routed(UUID.randomUUID(), entry.at(now).orElse(now), entry);
                targets(event)
                        .forEach(queue -> messages.computeIfAbsent(queue, key -> new ArrayList<>())
                                .add(event.text(account, region, entry.detail())));
                results.add(new Accepted(event.id().toString()));
            }
        }
        try {
            for (Map.Entry<Queue, List<String>> target : messages.entrySet()) {
                target.getKey().send(target.getValue());
            }
            return results;
        } catch (IOException unkept) {
            System.err.println("Events could not be kept: " + unkept.getMessage());
            return results.stream()
                    .<EntryResult>map(result -> result instanceof Accepted
                            ? new Refused("InternalFailure", "The event could not be kept; publish it again.")
                            : result)
                    .toList();
        }
    }

    private Optional<Refused> fault(Entry entry, Instant now) {
        if (entry.source().isEmpty()) {
            return Optional.of(missing("Source"));
        }
        if (entry.detailType().isEmpty()) {
            return Optional.of(missing("DetailType"));
        }
        if (entry.detail().isEmpty()) {
            return Optional.of(missing("Detail"));
        }
        if (entry.at(now).isEmpty()) {
            return Optional.of(invalid("Time", "it is no time that can be written"));
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
        return entry.isUnicode() && Envelope.isObject(entry.detail())
                ? Optional.empty()
                : Optional.of(new Refused("MalformedDetail", "Detail is malformed."));
    }

    private static Refused missing(String parameter) {
        return invalid(parameter, parameter + " is a required argument");
    }

    private static Refused invalid(String parameter, String reason) {
        return new Refused("InvalidArgument", "Parameter " + parameter + " is not valid. Reason: " + reason + ".");
    }

    private static String bus(Entry entry) {
        String given = entry.bus().isEmpty() ? "default" : entry.bus();
        return given.startsWith("arn:") ? given.substring(given.lastIndexOf('/') + 1) : given;
    }

    /** Matched without its detail, at which no rule looks: what a parser of rules cannot read is an event all the same. */
    private List<Queue> targets(Routed event) {
        Machine machine = rulesByBus.get(bus(event.entry()));
        if (machine == null) {
            return List.of();
        }
        List<Queue> targets = new ArrayList<>();
        for (String rule : matching(machine, event.text(account, region, "{}"))) {
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
}
