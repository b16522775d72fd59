package io.purchaseorders.stream;

import io.purchaseorders.stream.Action.Discard;
import io.purchaseorders.stream.Action.Invoke;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/** A stream in memory, the mapping, and a function: what the specification's tests are written with. */
@NullMarked
final class Lambda {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    /** One thing that the mapping did with a shard. */
    record Did(String shardId, Action action) {}

    private final StreamMapping mapping;
    private final Map<String, Optional<String>> parents = new LinkedHashMap<>();
    private final Map<String, List<StreamRecord>> records = new LinkedHashMap<>();
    private final Map<String, Integer> read = new LinkedHashMap<>();
    private final List<String> closed = new ArrayList<>();
    final List<Did> done = new ArrayList<>();
    StreamState stream = StreamState.of(Set.of());
    Instant now = NOON;
    Function<Invoke, Answer> function = Lambda::counting;

    Lambda(MappingSettings settings) {
        this.mapping = new StreamMapping(settings, Filling.UP_TO_THE_BATCHING_WINDOW);
    }

    /** Carries on a count of its records. */
    static Answer counting(Invoke invoke) {
        int count = Integer.parseInt(invoke.state().getOrDefault("count", "0"));
        return returned(count + invoke.records().size());
    }

    static Answer returned(int count, String... failures) {
        return new Answer.Returned(Optional.of(Map.of("count", Integer.toString(count))), List.of(failures));
    }

    /** Fails whenever one of these records is among those of a call. */
    static Function<Invoke, Answer> failingOn(String... numbers) {
        return invoke ->
                invoke.records().stream().anyMatch(record -> List.of(numbers).contains(record.sequenceNumber()))
                        ? new Answer.Failed("bad record")
                        : counting(invoke);
    }

    Lambda shard(String shardId, String... parent) {
        parents.put(shardId, parent.length == 0 ? Optional.empty() : Optional.of(parent[0]));
        records.put(shardId, new ArrayList<>());
        return this;
    }

    Lambda put(String shardId, int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> put(shardId, Integer.toString(i), now, "{}"));
        return this;
    }

    Lambda put(String shardId, String number, Instant at, String json) {
        records.computeIfAbsent(shardId, id -> new ArrayList<>()).add(new StreamRecord(number, at, json));
        return this;
    }

    Lambda close(String shardId) {
        closed.add(shardId);
        return this;
    }

    /** A shard that the stream does not list any more. */
    Lambda forget(String shardId) {
        parents.remove(shardId);
        return this;
    }

    /** Acts, and lets time pass where the mapping waits, until nothing but reading is left at this instant. */
    Lambda runFor(Duration duration) {
        Instant end = now.plus(duration);
        do {
            stream = mapping.listed(stream, parents, Shard::fresh);
            stream.open().keySet().forEach(this::act);
            now = now.plusMillis(250);
        } while (!now.isAfter(end));
        return this;
    }

    private void act(String shardId) {
        for (int turn = 0; turn < 1_000; turn++) {
            StreamMapping.Step step = mapping.next(stream, shardId, now);
            stream = step.stream();
            switch (step.action()) {
                case Action.Sleep sleep -> {
                    return;
                }
                case Action.Fetch fetch -> {
                    if (!fetched(shardId)) {
                        return;
                    }
                }
                case Invoke invoke -> {
                    done.add(new Did(shardId, invoke));
                    stream = mapping.answered(stream, shardId, invoke, function.apply(invoke), now);
                }
                case Discard discard -> {
                    done.add(new Did(shardId, discard));
                    stream = mapping.discarded(stream, shardId, discard);
                }
                case Action.Finished finished -> {
                    done.add(new Did(shardId, finished));
                    return;
                }
            }
        }
        throw new AssertionError("The mapping does not come to rest: " + done.subList(0, 20));
    }

    private boolean fetched(String shardId) {
        List<StreamRecord> all = records.getOrDefault(shardId, List.of());
        int from = read.getOrDefault(shardId, 0);
        boolean end = closed.contains(shardId);
        read.put(shardId, all.size());
        stream = mapping.fetched(stream, shardId, all.subList(from, all.size()), end, now);
        return from < all.size() || end;
    }

    /** A new poller goes on from this record; what the former one had read is forgotten with it. */
    Shard takeOver(String shardId, String checkpoint) {
        Shard former = stream.shard(shardId);
        stream = mapping.takenOver(
                stream, Shard.from(shardId, Optional.of(checkpoint), former.window(), former.state()));
        List<String> numbers = records.getOrDefault(shardId, List.of()).stream()
                .map(StreamRecord::sequenceNumber)
                .toList();
        read.put(shardId, numbers.indexOf(checkpoint) + 1);
        return former;
    }

    List<Invoke> invocations() {
        return done.stream()
                .map(Did::action)
                .filter(Invoke.class::isInstance)
                .map(Invoke.class::cast)
                .toList();
    }

    List<Discard> discards() {
        return done.stream()
                .map(Did::action)
                .filter(Discard.class::isInstance)
                .map(Discard.class::cast)
                .toList();
    }

    /** The records of every invocation that had some, as text: {@code [1, 2]}. */
    List<String> batches() {
        return invocations().stream()
                .filter(invoke -> !invoke.isFinal())
                .map(invoke -> numbers(invoke.records()))
                .toList();
    }

    static String numbers(List<StreamRecord> records) {
        return records.stream().map(StreamRecord::sequenceNumber).toList().toString();
    }
}
