package io.purchaseorders.clients.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes, changes and deletes stacks as CloudFormation documents it: resources in the order of their references, others in
 * place of those of which a fixed property changes, everything taken back when one fails, deletion policies kept. It makes no
 * difference between a change set that is executed and an update.
 */
final class CloudFormation {

    enum Status {
        CREATE_COMPLETE,
        ROLLBACK_COMPLETE,
        ROLLBACK_FAILED,
        UPDATE_COMPLETE,
        UPDATE_ROLLBACK_COMPLETE,
        UPDATE_ROLLBACK_FAILED,
        DELETE_COMPLETE
    }

    /**
     * How an operation ended.
     *
     * @param cause of a failure; empty where there was none
     */
    record Outcome(Status status, String cause) {}

    private static final String STACK = "AWS::CloudFormation::Stack";
    private static final Set<String> KEPT = Set.of("Retain", "RetainExceptOnCreate");

    private final Account account;
    private final ResourceTypes types;
    private final Bucket bucket;
    private final SequencedMap<String, Stack> stacks = new LinkedHashMap<>();
    private final List<String> events = new ArrayList<>();

    /** How to undo what the running operation did, last first. */
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /** What the running operation made needless, deleted once it has succeeded. */
    private final List<Runnable> cleanup = new ArrayList<>();

    private Predicate<String> failing = event -> false;
    private int generated;

    CloudFormation(Account account, ResourceTypes types, Bucket bucket) {
        this.account = account;
        this.types = types;
        this.bucket = bucket;
    }

    /** What was done since the last time, as "CREATE Roles/OrderApiRole", "UPDATE x", "REPLACE x", "DELETE x". */
    List<String> events() {
        List<String> past = List.copyOf(events);
        events.clear();
        return past;
    }

    /** Makes the service of a resource fail where an event is one of these. */
    void failing(Predicate<String> chosen) {
        failing = chosen;
    }

    boolean has(String stack) {
        return stacks.containsKey(stack);
    }

    Map<String, String> outputs(String stack) {
        Stack found = stacks.get(stack);
        return found == null ? Map.of() : found.outputs();
    }

    /** Creates a stack, or updates the one that there is. */
    Outcome deploy(String name, String template, Map<String, String> parameters) {
        boolean creates = !stacks.containsKey(name);
        try {
            change(name, "", template, parameters);
            cleanup.forEach(Runnable::run);
            return new Outcome(creates ? Status.CREATE_COMPLETE : Status.UPDATE_COMPLETE, "");
        } catch (StackException failure) {
            boolean whole = takeBack();
            Status rolledBack = whole ? Status.ROLLBACK_COMPLETE : Status.ROLLBACK_FAILED;
            Status updateRolledBack = whole ? Status.UPDATE_ROLLBACK_COMPLETE : Status.UPDATE_ROLLBACK_FAILED;
            return new Outcome(creates ? rolledBack : updateRolledBack, failure.refusal());
        } finally {
            undo.clear();
            cleanup.clear();
        }
    }

    private boolean takeBack() {
        boolean whole = true;
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (StackException refused) {
                events.add("KEPT " + refused.refusal());
                whole = false;
            }
        }
        return whole;
    }

    /** Deletes a stack and what it nests; what its policies keep stays in the account. */
    Outcome delete(String name) {
        Stack stack = stacks.get(name);
        if (stack != null) {
            deleteContents(stack, "");
            stacks.remove(name);
        }
        return new Outcome(Status.DELETE_COMPLETE, "");
    }

    private void deleteContents(Stack stack, String path) {
        for (String logicalId : stack.resources.keySet().stream().toList().reversed()) {
            Resource resource = stack.resource(logicalId);
            if (KEPT.contains(stack.policy(logicalId, "DeletionPolicy"))) {
                events.add("RETAIN " + path + logicalId);
            } else if (resource.type().equals(STACK)) {
                Stack nested = stacks.get(resource.name());
                if (nested != null) {
                    deleteContents(nested, path + logicalId + "/");
                    stacks.remove(resource.name());
                }
                account.delete(resource);
            } else {
                events.add("DELETE " + path + logicalId);
                account.delete(resource);
            }
            stack.resources.remove(logicalId);
        }
    }

    /** Brings one stack, nested or not, to its template. */
    private Stack change(String name, String path, String template, Map<String, String> given) {
        Template read = bucket.template(template);
        Map<String, String> parameters = read.parameters(name, given);
        Stack before = stacks.get(name);
        Stack after = new Stack(read, parameters);
        if (before != null) {
            after.resources.putAll(before.resources);
        }
        stacks.put(name, after);
        undo.push(() -> {
            if (before == null) {
                stacks.remove(name);
            } else {
                stacks.put(name, before);
            }
        });
        Evaluation evaluation = after.evaluation(types);
        read.check(evaluation);
        for (String logicalId : read.order(evaluation)) {
            apply(name, path, before, after, evaluation, logicalId);
        }
        if (before != null) {
            before.resources.keySet().stream()
                    .filter(logicalId -> !read.exists(evaluation, logicalId))
                    .toList()
                    .reversed()
                    .forEach(logicalId -> {
                        Resource gone = after.resource(logicalId);
                        after.resources.remove(logicalId);
                        discard(path + logicalId, gone, before.policy(logicalId, "DeletionPolicy"));
                    });
        }
        after.output(read.outputs(evaluation));
        return after;
    }

    private void apply(
            String stackName,
            String path,
            @Nullable Stack before,
            Stack after,
            Evaluation evaluation,
            String logicalId) {
        JsonNode declared = after.template.resource(logicalId);
        String type = declared.path("Type").asText();
        JsonNode properties = evaluation.resolve(declared.has("Properties") ? declared.path("Properties") : empty());
        Resource existing = after.resources.get(logicalId);
        String at = path + logicalId;
        try {
            if (existing == null) {
                step("CREATE " + at);
                after.resources.put(logicalId, create(stackName, after, at, logicalId, type, properties));
            } else if (type.equals(STACK)) {
                after.resources.put(logicalId, nest(existing, at, properties));
            } else if (!existing.type().equals(type) || types.replaces(type, existing.properties(), properties)) {
                step("REPLACE " + at);
                after.resources.put(logicalId, create(stackName, after, at, logicalId, type, properties));
                discard(at, existing, (before == null ? after : before).policy(logicalId, "UpdateReplacePolicy"));
            } else if (!existing.properties().equals(properties)) {
                step("UPDATE " + at);
                JsonNode shift = evaluation.resolve(declared.at("/UpdatePolicy/CodeDeployLambdaAliasUpdate"));
                if (!shift.isMissingNode()
                        && !existing.properties().path("FunctionVersion").equals(properties.path("FunctionVersion"))) {
                    account.shift(existing, shift.path("DeploymentGroupName").asText(), properties);
                }
                after.resources.put(logicalId, account.update(existing, properties));
                undo.push(() -> account.update(existing, existing.properties()));
            }
        } catch (StackException failure) {
            throw failure.refusal().startsWith("Resource ")
                    ? failure
                    : new StackException("Resource " + at + ": " + failure.refusal());
        }
    }

    private void step(String event) {
        events.add(event);
        if (failing.test(event)) {
            throw new StackException("made to fail");
        }
    }

    private Resource create(
            String stackName, Stack stack, String at, String logicalId, String type, JsonNode properties) {
        generated++;
        Resource made = account.create(type, stackName + "-" + logicalId + "-" + generated, properties);
        undo.push(() -> {
            // Of what this very operation made, Retain alone is kept.
            if (!stack.policy(logicalId, "DeletionPolicy").equals("Retain")) {
                account.delete(made);
            }
        });
        return type.equals(STACK) ? nest(made, at, properties) : made;
    }

    private Resource nest(Resource stack, String at, JsonNode properties) {
        Map<String, String> parameters = new HashMap<>();
        properties
                .path("Parameters")
                .properties()
                .forEach(parameter ->
                        parameters.put(parameter.getKey(), parameter.getValue().asText()));
        change(
                stack.name(),
                at + "/",
                bucket.text(properties.path("TemplateURL").asText()),
                parameters);
        if (stack.properties().equals(properties)) {
            return stack;
        }
        undo.push(() -> account.update(stack, stack.properties()));
        return account.update(stack, properties);
    }

    private void discard(String at, Resource resource, String policy) {
        if (KEPT.contains(policy)) {
            return;
        }
        cleanup.add(() -> {
            events.add("DELETE " + at);
            account.delete(resource);
        });
    }

    private static JsonNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A template with parameters, and what its resources have become, in the order in which they did. */
    private final class Stack {

        final Template template;
        final Map<String, String> parameters;
        final SequencedMap<String, Resource> resources = new LinkedHashMap<>();
        private Map<String, String> outputs = Map.of();

        Stack(Template template, Map<String, String> parameters) {
            this.template = template;
            this.parameters = parameters;
        }

        Map<String, String> outputs() {
            return outputs;
        }

        void output(Map<String, String> values) {
            outputs = values;
        }

        Resource resource(String logicalId) {
            Resource resource = resources.get(logicalId);
            if (resource == null) {
                throw new StackException("Unresolved resource dependencies [" + logicalId + "]");
            }
            return resource;
        }

        String policy(String logicalId, String name) {
            return template.resource(logicalId).path(name).asText("Delete");
        }

        Evaluation evaluation(ResourceTypes known) {
            return new Evaluation(template.json(), parameters, (logicalId, attribute) -> {
                Resource resource = resource(logicalId);
                if (attribute.isEmpty()) {
                    return resource.reference();
                }
                if (!known.hasAttribute(resource.type(), attribute)) {
                    throw new StackException("Template error: resource " + logicalId
                            + " does not support attribute type " + attribute + " in Fn::GetAtt");
                }
                if (resource.type().equals(STACK)) {
                    String output = CloudFormation.this.outputs(resource.name()).get(attribute.replace("Outputs.", ""));
                    if (output == null) {
                        throw new StackException("Stack " + logicalId + " has no " + attribute);
                    }
                    return TextNode.valueOf(output);
                }
                return resource.attribute(attribute);
            });
        }
    }
}
