package io.purchaseorders.cli;

import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.Generations;
import io.purchaseorders.stores.ShardRow;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceInUseException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * The feed of a deployed stack: the event source mapping between the events' stream and a generation's function, disabled
 * and enabled. It goes on after the last record that it has delivered. Where the command is interrupted while it holds one,
 * that one is enabled before the command ends; after a {@code kill -9} by the next command.
 */
final class MappedFeed implements Feed {

    /** Lambda takes up to some minutes to follow. */
    private static final Duration FOLLOWED_WITHIN = Duration.ofMinutes(5);

    /** What an operator who interrupts a command waits for, at most. */
    private static final Duration INTERRUPTED_WITHIN = Duration.ofMinutes(1);

    private static final long LOOK_MILLIS = 1_000;

    /** An invocation may be under way when a mapping says that it is disabled. */
    private static final Duration AT_REST = Duration.ofSeconds(10);

    private static final String ENABLED = "Enabled";
    private static final String DISABLED = "Disabled";

    private final String region;
    private final String environment;
    private final GenerationTables tables;
    private final PrintWriter progress;
    private final Duration atRest;
    private final Map<Integer, Thread> atExit = new HashMap<>();

    /** Whether the program was interrupted: nothing is disabled any more. */
    private volatile boolean isEnding;

    /** @param progress takes what is waited for */
    MappedFeed(String region, String environment, GenerationTables tables, PrintWriter progress) {
        this(region, environment, tables, progress, AT_REST);
    }

    /** @param atRest for how long nothing is to be applied by a generation that is held */
    MappedFeed(String region, String environment, GenerationTables tables, PrintWriter progress, Duration atRest) {
        this.region = region;
        this.environment = environment;
        this.tables = tables;
        this.progress = progress;
        this.atRest = atRest;
    }

    @Override
    public void hold(int number) throws InterruptedException {
        say("generation " + number + " stands still: disabling the stream mapping of " + function(number));
        Thread enabling = new Thread(() -> enableAtExit(number), "enabling");
        Runtime.getRuntime().addShutdownHook(enabling);
        atExit.put(number, enabling);
        set(number, DISABLED, FOLLOWED_WITHIN);
        awaitRest(number);
    }

    @Override
    public void resume(int number) throws InterruptedException {
        set(number, ENABLED, FOLLOWED_WITHIN);
        Thread enabling = atExit.remove(number);
        if (enabling != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(enabling);
            } catch (IllegalStateException ending) {
                // It runs by now, and finds nothing to do.
            }
        }
    }

    /** Nobody else enables a mapping on AWS while a command runs. */
    @Override
    public void requireHeld(Generations register, int number) {
        boolean isHeld = calling(
                number,
                lambda -> mapping(lambda, number)
                        .filter(mapping -> !mapping.state().equals(DISABLED))
                        .isEmpty());
        if (!isHeld) {
            throw new UsageProblem("The stream mapping of " + function(number)
                    + " was enabled before another generation was made live: run this again.");
        }
    }

    private void enableAtExit(int number) {
        try {
            isEnding = true;
            say("interrupted: enabling the stream mapping of " + function(number) + " again");
            set(number, ENABLED, INTERRUPTED_WITHIN);
            // What was asked for just before the interruption shows by the second look.
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            set(number, ENABLED, INTERRUPTED_WITHIN);
        } catch (InterruptedException | RuntimeException failure) {
            say("It is not enabled yet: run this again, which does it. " + failure.getMessage());
        }
    }

    private void set(int number, String wanted, Duration within) throws InterruptedException {
        Waiting.until(
                () -> calling(number, lambda -> isIn(lambda, number, wanted)),
                within,
                LOOK_MILLIS,
                () -> "The stream mapping of " + function(number) + " is not " + wanted + " within "
                        + within.toSeconds() + " s: run this again.");
    }

    /** Asks for a state where the mapping is at rest in the other one; while it changes, nobody can ask for anything. */
    private boolean isIn(LambdaClient lambda, int number, String wanted) {
        Optional<EventSourceMappingConfiguration> mapping = mapping(lambda, number);
        if (mapping.isEmpty() || mapping.get().state().equals(wanted)) {
            return true;
        }
        if (isEnding && wanted.equals(DISABLED)) {
            return false;
        }
        if (mapping.get().state().equals(wanted.equals(ENABLED) ? DISABLED : ENABLED)) {
            try {
                lambda.updateEventSourceMapping(
                        update -> update.uuid(mapping.get().uuid()).enabled(wanted.equals(ENABLED)));
                say("the stream mapping of " + function(number) + " is to be " + wanted);
            } catch (ResourceInUseException changing) {
                return false;
            }
        }
        return false;
    }

    /** That of a generation's stream; none for restored tables without functions, which nothing feeds. */
    private Optional<EventSourceMappingConfiguration> mapping(LambdaClient lambda, int number) {
        try {
            return lambda
                    .listEventSourceMappings(list -> list.functionName(function(number) + ":live"))
                    .eventSourceMappings()
                    .stream()
                    .findFirst();
        } catch (ResourceNotFoundException none) {
            return Optional.empty();
        }
    }

    private void awaitRest(int number) throws InterruptedException {
        List<ShardRow> seen = tables.shards(number).shards();
        long since = System.nanoTime();
        long deadline = since + FOLLOWED_WITHIN.toNanos();
        while (System.nanoTime() - since < atRest.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(Math.min(LOOK_MILLIS, atRest.toMillis()));
            List<ShardRow> next = tables.shards(number).shards();
            if (!next.equals(seen)) {
                seen = next;
                since = System.nanoTime();
            }
            if (System.nanoTime() > deadline) {
                throw new UsageProblem("Generation " + number + " goes on although its stream mapping is disabled.");
            }
        }
    }

    private <T> T calling(int number, Function<LambdaClient, T> call) {
        try (LambdaClient lambda = DeployedStack.lambda(region)) {
            return call.apply(lambda);
        } catch (LambdaException e) {
            throw new UsageProblem("The stream mapping of " + function(number) + " in " + region
                    + " cannot be asked or changed (HTTP " + e.statusCode() + "): " + e.getMessage());
        } catch (SdkClientException e) {
            throw new UsageProblem("Lambda in " + region + " cannot be reached: " + e.getMessage());
        }
    }

    private String function(int number) {
        return "order-aggregator-" + environment + (number == Generation.FIRST ? "" : "-" + number);
    }

    private void say(String sentence) {
        progress.println(sentence);
        progress.flush();
    }
}
