package io.purchaseorders.handlers.simulation;

import io.purchaseorders.stream.Action;
import io.purchaseorders.stream.Answer;
import io.purchaseorders.stream.Filling;
import io.purchaseorders.stream.MappingSettings;
import io.purchaseorders.stream.Shard;
import io.purchaseorders.stream.StreamMapping;
import io.purchaseorders.stream.StreamRecord;
import io.purchaseorders.stream.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/**
 * Who reads the stream: the mapping, and former pollers that go on with a shard that was taken over from them. Every one
 * follows the same specification, under one clock.
 */
@NullMarked
final class Pollers {

    private static final Instant START = Instant.parse("2026-11-01T12:00:30Z");

    private final StreamMapping mapping;
    private final StreamModel model;
    private final Line main;
    private final List<Line> former = new ArrayList<>();
    private final Map<String, Integer> forgotten;
    private Instant now = START;

    /** One state of the stream, and one poller of each of its shards. */
    private static final class Line {
        private StreamState stream;

        Line(StreamState stream) {
            this.stream = stream;
        }
    }

    Pollers(MappingSettings settings, StreamModel model) {
        this(settings, model, Map.of());
    }

    /** @param forgotten how many records of a shard the stream has forgotten before it is read */
    Pollers(MappingSettings settings, StreamModel model, Map<String, Integer> forgotten) {
        this.forgotten = forgotten;
        this.mapping = new StreamMapping(settings, Filling.UP_TO_THE_BATCHING_WINDOW);
        this.model = model;
        this.main = new Line(StreamState.of(Set.of()));
    }

    Instant now() {
        return now;
    }

    void tick(Duration by) {
        now = now.plus(by);
    }

    /** The mapping's pollers, then the former ones. */
    List<Poller> active() {
        main.stream = mapping.listed(main.stream, model.listed(), this::oldest);
        List<Poller> active = new ArrayList<>();
        main.stream.open().keySet().forEach(id -> active.add(new Poller(main, id)));
        former.forEach(line -> line.stream.open().keySet().forEach(id -> active.add(new Poller(line, id))));
        return active;
    }

    private Shard oldest(String shardId) {
        int from = forgotten(shardId);
        return from == 0
                ? Shard.fresh(shardId)
                : Shard.from(
                        shardId,
                        Optional.of(model.records(shardId).get(from - 1).sequenceNumber()),
                        Optional.empty(),
                        Map.of());
    }

    /** The clock is the world's, not the mapping's. */
    void at(Instant instant) {
        now = instant;
    }

    /** Whether only open shards are being read, all of them to their end, and no window is open. */
    boolean allAtRest() {
        return main.stream.open().keySet().equals(Set.copyOf(model.openShards()))
                && main.stream.open().values().stream().allMatch(this::atRest);
    }

    private boolean atRest(Shard shard) {
        return shard.isIdle()
                && shard.window().isEmpty()
                && model.read(shard.shardId(), shard.completedThrough(), 1)
                        .records()
                        .isEmpty();
    }

    void onlyTheLatest() {
        former.clear();
    }

    /** The former poller keeps what it has read and cut; the new one begins some records before its checkpoint. */
    void takeOver(int number, int back) {
        active();
        List<String> open = List.copyOf(main.stream.open().keySet());
        if (open.isEmpty()) {
            return;
        }
        Shard shard = main.stream.shard(Simulation.chosen(open, number));
        former.add(new Line(
                new StreamState(main.stream.parents(), Map.of(shard.shardId(), shard), main.stream.finished())));
        List<StreamRecord> records = model.records(shard.shardId());
        int from = Math.max(forgotten(shard.shardId()), indexBehind(records, shard.completedThrough()) - back);
        Optional<String> checkpoint =
                from == 0 ? Optional.empty() : Optional.of(records.get(from - 1).sequenceNumber());
        main.stream =
                mapping.takenOver(main.stream, Shard.from(shard.shardId(), checkpoint, shard.window(), shard.state()));
    }

    /** The shards that have been read so far, finished ones too. */
    List<String> known() {
        return model.listed().keySet().stream()
                .filter(id -> main.stream.open().containsKey(id)
                        || main.stream.finished().contains(id))
                .toList();
    }

    /** How many records of a shard nobody can read any more. */
    int forgotten(String shardId) {
        return forgotten.getOrDefault(shardId, 0);
    }

    /** How many records of a shard the mapping has completed. */
    int completed(String shardId, List<StreamRecord> records) {
        return main.stream.finished().contains(shardId)
                ? records.size()
                : indexBehind(records, main.stream.shard(shardId).completedThrough());
    }

    private static int indexBehind(List<StreamRecord> records, Optional<String> number) {
        return number.map(last -> IntStream.range(0, records.size())
                                .filter(i -> records.get(i).sequenceNumber().equals(last))
                                .findFirst()
                                .orElseThrow()
                        + 1)
                .orElse(0);
    }

    /** One shard of one state of the stream. */
    final class Poller {
        private final Line line;
        private final String shardId;

        private Poller(Line line, String shardId) {
            this.line = line;
            this.shardId = shardId;
        }

        String shardId() {
            return shardId;
        }

        Shard shard() {
            return line.stream.shard(shardId);
        }

        Action next() {
            StreamMapping.Step step = mapping.next(line.stream, shardId, now);
            line.stream = step.stream();
            return step.action();
        }

        /** Answers whether anything was found. */
        boolean read(int most) {
            Shard shard = shard();
            List<StreamRecord> waiting = shard.reading().waiting();
            Optional<String> after = waiting.isEmpty()
                    ? shard.completedThrough()
                    : Optional.of(waiting.getLast().sequenceNumber());
            StreamModel.Found found = model.read(shardId, after, most);
            line.stream = mapping.fetched(line.stream, shardId, found.records(), found.closed(), now);
            return !found.records().isEmpty() || found.closed();
        }

        void answered(Action.Invoke invoke, Answer answer) {
            line.stream = mapping.answered(line.stream, shardId, invoke, answer, now);
        }

        void discarded(Action.Discard discard) {
            line.stream = mapping.discarded(line.stream, shardId, discard);
        }
    }
}
