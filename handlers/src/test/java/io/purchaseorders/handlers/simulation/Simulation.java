package io.purchaseorders.handlers.simulation;

import io.purchaseorders.stream.Action;
import io.purchaseorders.stream.Answer;
import io.purchaseorders.stream.MappingSettings;
import io.purchaseorders.stream.Shard;
import io.purchaseorders.stream.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * Runs one schedule: the real aggregator, invoked by the stream mapping under a clock that only the schedule moves, on
 * stores that do to each write what the schedule says. Afterwards everything that is left is delivered undisturbed, and
 * all rows must be those of a fold from scratch.
 */
@NullMarked
final class Simulation {

    /** A shard comes to rest within so many turns, or the mapping is stuck. */
    private static final int TURNS = 2_000;

    private static final Duration BETWEEN_READS = Duration.ofMillis(250);

    private final MappingSettings settings;
    private final Table table;
    private final Pollers pollers;
    private final Trace trace;
    private final List<Invocation> zombies = new ArrayList<>();
    private int struck;

    private Simulation(Schedule schedule, Ports ports, Route route, Trace trace) {
        this.settings = Template.mapping(schedule.batchSize());
        this.trace = trace;
        this.table = new Table(ports, route, trace);
        this.pollers = new Pollers(settings, table.stream());
    }

    /**
     * What came of a schedule. The same one on equal stores always comes to the same.
     *
     * @param wrong what differs at the end, if anything
     * @param struck how many faults met a write
     */
    record Outcome(Optional<String> wrong, int struck) {}

    static Outcome run(Schedule schedule, Ports ports, Route route, Trace trace) {
        Simulation simulation = new Simulation(schedule, ports, route, trace);
        int number = 0;
        for (Step step : schedule.steps()) {
            trace.step(++number, step::words);
            simulation.take(step);
        }
        trace.step(++number, () -> "everything that is left is delivered undisturbed");
        return new Outcome(simulation.finish(), simulation.struck);
    }

    private void take(Step step) {
        switch (step) {
            case Step.Arrive arrive -> table.arrive(arrive.event(), pollers.now());
            case Step.Poison poison -> table.poison(poison.kind(), poison.orderId(), pollers.now());
            case Step.RollOver rollOver ->
                table.stream().rollOver(chosen(table.stream().openShards(), rollOver.shard()));
            case Step.Split split -> table.stream().split(chosen(table.stream().openShards(), split.shard()));
            case Step.Tick tick -> pollers.tick(tick.by());
            case Step.Deliver deliver -> deliver(deliver);
            case Step.Redeliver redeliver -> redeliver(redeliver);
            case Step.TakeOver takeOver -> pollers.takeOver(takeOver.shard(), takeOver.back());
            case Step.Resume resume -> resume(resume);
            case Step.Land land -> table.land(land.write());
            case Step.Hurry hurry -> table.hurry(hurry.records());
            case Step.Deploy deploy -> table.deploy(deploy.release());
            case Step.Spoil spoil -> table.spoil(spoil.row(), spoil.onlySums());
        }
    }

    static <T> T chosen(List<T> among, int number) {
        return among.get(Math.floorMod(number, among.size()));
    }

    private void deliver(Step.Deliver deliver) {
        List<Pollers.Poller> active = pollers.active();
        if (!active.isEmpty()) {
            turn(chosen(active, deliver.shard()), deliver.read(), deliver.fault());
        }
    }

    /** Acts for a shard until the function was invoked once or there is nothing to do; answers whether it was. */
    private boolean turn(Pollers.Poller poller, int read, Fault fault) {
        for (int i = 0; i < TURNS; i++) {
            switch (poller.next()) {
                case Action.Fetch fetch -> {
                    Shard.Reading reading = poller.shard().reading();
                    boolean found = poller.read(read);
                    if (!found && reading.waiting().isEmpty()) {
                        return false;
                    }
                    pollers.tick(BETWEEN_READS);
                }
                case Action.Sleep sleep -> pollers.tick(Duration.between(pollers.now(), sleep.until()));
                case Action.Discard discard -> {
                    trace.say(() -> "the records are given up: " + discard.reason());
                    table.givenUp(discard.records());
                    poller.discarded(discard);
                }
                case Action.Finished finished -> {
                    return false;
                }
                case Action.Invoke invoke -> {
                    poller.answered(invoke, invoke(poller.shardId(), invoke, bounded(poller.shard(), fault)));
                    return true;
                }
            }
        }
        throw new IllegalStateException("the mapping does not come to rest");
    }

    /** Lambda gives a record up after so many failures, and what then is for operators: faults end before. */
    private Fault bounded(Shard shard, Fault fault) {
        boolean last = !shard.batches().isEmpty()
                && settings.maximumRetryAttempts() >= 0
                && shard.batches().getFirst().attempts() >= settings.maximumRetryAttempts() - 1;
        return last ? Fault.NONE : fault;
    }

    private Answer invoke(String shardId, Action.Invoke invoke, Fault fault) {
        trace.say(() -> shardId + " is given " + words(invoke) + "; the invocation " + fault.words());
        Invocation invocation = table.invoke(shardId, invoke, fault);
        struck += invocation.struck() ? 1 : 0;
        if (!invocation.ended()) {
            zombies.add(invocation);
            pollers.tick(Duration.ofMinutes(1));
            return new Answer.Failed("timed out");
        }
        return invocation
                .response()
                .<Answer>map(response -> new Answer.Returned(
                        Optional.ofNullable(response.getState()).map(java.util.Map::copyOf),
                        response.getBatchItemFailures().stream()
                                .map(failure -> failure.getItemIdentifier())
                                .toList()))
                .orElseGet(() -> {
                    trace.say(() -> "it fails: " + invocation.failure());
                    return new Answer.Failed(invocation.failure());
                });
    }

    private static String words(Action.Invoke invoke) {
        return invoke.isFinal()
                ? "the end of its window"
                : invoke.records().stream()
                        .map(StreamRecord::sequenceNumber)
                        .toList()
                        .toString();
    }

    /** From the second time on, any run of records that begins at or before the first one not completed. */
    private void redeliver(Step.Redeliver redeliver) {
        List<String> known = pollers.known();
        if (known.isEmpty()) {
            return;
        }
        String shardId = chosen(known, redeliver.shard());
        List<StreamRecord> records = table.stream().records(shardId);
        int completed = pollers.completed(shardId, records);
        if (completed == 0) {
            return;
        }
        int from = Math.floorMod(redeliver.from(), completed);
        int to = Math.min(completed, from + redeliver.count());
        Action.Invoke invoke =
                new Action.Invoke(records.subList(from, to), Optional.empty(), java.util.Map.of(), false, false);
        invoke(shardId, invoke, redeliver.fault());
    }

    private void resume(Step.Resume resume) {
        if (!zombies.isEmpty()) {
            Invocation zombie = chosen(zombies, resume.zombie());
            table.resume(zombie, resume.writes());
            zombies.removeIf(Invocation::ended);
        }
    }

    private Optional<String> finish() {
        pollers.onlyTheLatest();
        table.deploy(Release.NEWEST);
        try {
            settle();
            while (!zombies.isEmpty()) {
                table.resume(zombies.removeFirst(), Integer.MAX_VALUE);
            }
            table.landAll();
            settle();
        } catch (IllegalStateException stuck) {
            return Optional.of(String.valueOf(stuck.getMessage()));
        } finally {
            zombies.forEach(zombie -> table.resume(zombie, Integer.MAX_VALUE)); // Or its thread would wait for ever.
        }
        return table.difference();
    }

    /** Until every record is done and every window has ended. */
    private void settle() {
        for (int i = 0; i < TURNS; i++) {
            boolean busy = false;
            for (Pollers.Poller poller : pollers.active()) {
                busy |= turn(poller, Integer.MAX_VALUE, Fault.NONE);
            }
            if (!busy && pollers.allAtRest()) {
                return;
            }
            pollers.tick(settings.tumblingWindow());
        }
        throw new IllegalStateException("the stream does not come to rest");
    }
}
