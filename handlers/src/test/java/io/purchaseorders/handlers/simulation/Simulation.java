package io.purchaseorders.handlers.simulation;

import io.purchaseorders.stream.Action;
import io.purchaseorders.stream.Answer;
import io.purchaseorders.stream.MappingSettings;
import io.purchaseorders.stream.Shard;
import io.purchaseorders.stream.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final List<Zombie> zombies = new ArrayList<>();
    private Optional<SecondGeneration> second = Optional.empty();
    private int struck;

    /** An invocation that was given up, and whose it is. */
    private record Zombie(Table table, Invocation invocation) {}

    /** Who reads the stream, and what the records are applied to. */
    private record Consumer(Table table, Pollers pollers) {}

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
            case Step.Tick tick -> tick(tick.by());
            case Step.Deliver deliver -> deliver(deliver);
            case Step.Redeliver redeliver -> redeliver(redeliver);
            case Step.TakeOver takeOver ->
                chosen(consumers(), takeOver.back()).pollers().takeOver(takeOver.shard(), takeOver.back());
            case Step.Resume resume -> resume(resume);
            case Step.Land land -> chosen(consumers(), land.write()).table().land(land.write());
            case Step.Hurry hurry ->
                chosen(consumers(), hurry.records()).table().hurry(hurry.records());
            case Step.Deploy deploy ->
                consumers().forEach(consumer -> consumer.table().deploy(deploy.release()));
            case Step.Spoil spoil -> chosen(consumers(), spoil.row()).table().spoil(spoil.row(), spoil.onlySums());
            case Step.Load load -> load(load);
            case Step.Feed feed -> second.ifPresent(SecondGeneration::feed);
        }
    }

    /**
     * Until the stream reaches it a second generation may be loaded anew. A load that dies leaves nothing but a table
     * without a birth mark, which nobody feeds.
     */
    private void load(Step.Load load) {
        if (second.filter(SecondGeneration::isFed).isEmpty()) {
            Optional<SecondGeneration> loaded = SecondGeneration.load(table, pollers, settings, load);
            trace.say(() -> loaded.isEmpty() ? "it dies" : "it is born");
            struck += loaded.isEmpty() ? 1 : 0;
            second = loaded.or(() -> second);
        }
    }

    /** The first generation, and the second one once the stream reaches it. */
    private List<Consumer> consumers() {
        List<Consumer> consumers = new ArrayList<>(List.of(new Consumer(table, pollers)));
        second.filter(SecondGeneration::isFed)
                .ifPresent(fed -> consumers.add(new Consumer(fed.table(), fed.pollers())));
        return consumers;
    }

    /** One clock for everybody. */
    private void tick(Duration by) {
        pollers.tick(by);
        second.ifPresent(generation -> generation.pollers().at(pollers.now()));
    }

    static <T> T chosen(List<T> among, int number) {
        return among.get(Math.floorMod(number, among.size()));
    }

    private void deliver(Step.Deliver deliver) {
        Map<Pollers.Poller, Consumer> active = new LinkedHashMap<>();
        for (Consumer consumer : consumers()) {
            consumer.pollers().active().forEach(poller -> active.put(poller, consumer));
        }
        if (!active.isEmpty()) {
            Pollers.Poller poller = chosen(List.copyOf(active.keySet()), deliver.shard());
            turn(Objects.requireNonNull(active.get(poller)), poller, deliver.read(), deliver.fault());
        }
    }

    /** Acts for a shard until the function was invoked once or there is nothing to do; answers whether it was. */
    private boolean turn(Consumer consumer, Pollers.Poller poller, int read, Fault fault) {
        for (int i = 0; i < TURNS; i++) {
            switch (poller.next()) {
                case Action.Fetch fetch -> {
                    Shard.Reading reading = poller.shard().reading();
                    boolean found = poller.read(read);
                    if (!found && reading.waiting().isEmpty()) {
                        return false;
                    }
                    tick(BETWEEN_READS);
                }
                case Action.Sleep sleep -> tick(Duration.between(pollers.now(), sleep.until()));
                case Action.Discard discard -> {
                    trace.say(() -> "the records are given up: " + discard.reason());
                    table.givenUp(discard.records());
                    poller.discarded(discard);
                }
                case Action.Finished finished -> {
                    return false;
                }
                case Action.Invoke invoke -> {
                    poller.answered(
                            invoke, invoke(consumer.table(), poller.shardId(), invoke, bounded(poller.shard(), fault)));
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

    private Answer invoke(Table of, String shardId, Action.Invoke invoke, Fault fault) {
        trace.say(() -> shardId + " is given " + words(invoke) + "; the invocation " + fault.words());
        Invocation invocation = of.invoke(shardId, invoke, fault);
        struck += invocation.struck() ? 1 : 0;
        if (!invocation.ended()) {
            zombies.add(new Zombie(of, invocation));
            tick(Duration.ofMinutes(1));
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
        Consumer consumer = chosen(consumers(), redeliver.from());
        List<String> known = consumer.pollers().known();
        if (known.isEmpty()) {
            return;
        }
        String shardId = chosen(known, redeliver.shard());
        List<StreamRecord> records = table.stream().records(shardId);
        int completed = consumer.pollers().completed(shardId, records);
        int oldest = consumer.pollers().forgotten(shardId);
        if (completed <= oldest) {
            return;
        }
        int from = oldest + Math.floorMod(redeliver.from(), completed - oldest);
        int to = Math.min(completed, from + redeliver.count());
        Action.Invoke invoke = new Action.Invoke(records.subList(from, to), Optional.empty(), Map.of(), false, false);
        invoke(consumer.table(), shardId, invoke, redeliver.fault());
    }

    private void resume(Step.Resume resume) {
        if (!zombies.isEmpty()) {
            Zombie zombie = chosen(zombies, resume.zombie());
            zombie.table().resume(zombie.invocation(), resume.writes());
            zombies.removeIf(one -> one.invocation().ended());
        }
    }

    private Optional<String> finish() {
        second.ifPresent(SecondGeneration::feed);
        consumers().forEach(consumer -> consumer.pollers().onlyTheLatest());
        consumers().forEach(consumer -> consumer.table().deploy(Release.NEWEST));
        try {
            settle();
            while (!zombies.isEmpty()) {
                end(zombies.removeFirst());
            }
            consumers().forEach(consumer -> consumer.table().landAll());
            settle();
        } catch (IllegalStateException stuck) {
            return Optional.of(String.valueOf(stuck.getMessage()));
        } finally {
            zombies.forEach(Simulation::end); // Or its thread would wait for ever.
        }
        return table.difference().or(() -> second.flatMap(SecondGeneration::difference));
    }

    private static void end(Zombie zombie) {
        zombie.table().resume(zombie.invocation(), Integer.MAX_VALUE);
    }

    /** Until every record is done and every window has ended. */
    private void settle() {
        for (int i = 0; i < TURNS; i++) {
            boolean busy = false;
            boolean atRest = true;
            for (Consumer consumer : consumers()) {
                for (Pollers.Poller poller : consumer.pollers().active()) {
                    busy |= turn(consumer, poller, Integer.MAX_VALUE, Fault.NONE);
                }
                atRest &= consumer.pollers().allAtRest();
            }
            if (!busy && atRest) {
                return;
            }
            tick(settings.tumblingWindow());
        }
        throw new IllegalStateException("the stream does not come to rest");
    }
}
