package io.purchaseorders.stream;

import io.purchaseorders.stream.Action.Discard;
import io.purchaseorders.stream.Action.Invoke;
import io.purchaseorders.stream.Action.Reason;
import io.purchaseorders.stream.Shard.Batch;
import io.purchaseorders.stream.Shard.Reading;
import io.purchaseorders.stream.Shard.Tumbling;
import io.purchaseorders.stream.Shard.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One shard of the mapping: records and answers in, the next action out. The rules that hold within a shard. */
final class ShardMapping {

    /** The service's limit of one payload, less room for what surrounds the records. */
    static final int MAX_PAYLOAD_CHARACTERS = 6 * 1024 * 1024 - 64 * 1024;

    /** The service's limit of a window's state; beyond it the window ends early. */
    static final int MAX_STATE_CHARACTERS = 1024 * 1024;

    /** The service backs off between retries, by how much is not documented: short at first, then enough to recover. */
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

    /** Doubling further changes nothing, and would overflow some day. */
    private static final int DOUBLINGS = 10;

    /** Quotes, colon and comma around a member of the state. */
    private static final int MEMBER_CHARACTERS = 6;

    private final MappingSettings settings;
    private final Filling filling;

    ShardMapping(MappingSettings settings, Filling filling) {
        this.settings = settings;
        this.filling = filling;
    }

    /** A shard and what to do with it; the shard may have had a batch cut. */
    record Step(Shard shard, Action action) {}

    Step next(Shard shard, Instant now) {
        if (now.isBefore(shard.notBefore())) {
            return new Step(shard, new Action.Sleep(shard.notBefore()));
        }
        if (!shard.batches().isEmpty()) {
            return new Step(shard, deliver(shard, shard.batches().getFirst(), now));
        }
        if (shard.tumbling().full()) {
            return new Step(shard, end(shard, true));
        }
        if (shard.reading().waiting().isEmpty()) {
            return new Step(shard, idle(shard));
        }
        Instant head = shard.reading().waiting().getFirst().createdAt();
        if (shard.tumbling().isBefore(head)) {
            return new Step(shard, end(shard, false));
        }
        Shard windowed = shard.window().isEmpty() && windows()
                ? shard.withTumbling(Tumbling.NONE.withWindow(windowOf(head)))
                : shard;
        int size = batchSize(windowed);
        boolean all = size == windowed.reading().waiting().size();
        return all && !due(windowed.reading(), size, now)
                ? new Step(windowed, new Action.Fetch())
                : cut(windowed, size, now);
    }

    private Step cut(Shard shard, int size, Instant now) {
        Reading reading = shard.reading();
        Batch batch = new Batch(reading.waiting().subList(0, size), 0);
        Shard cut = shard.withReading(reading.withWaiting(reading.waiting()
                                .subList(size, reading.waiting().size()))
                        .withSince(now))
                .withBatches(batch);
        return new Step(cut, deliver(cut, batch, now));
    }

    /** Takes in what a read found; {@code closed} says that the shard has no further records after these. */
    Shard fetched(Shard shard, List<StreamRecord> records, boolean closed, Instant now) {
        List<StreamRecord> waiting = new ArrayList<>(shard.reading().waiting());
        boolean first = waiting.isEmpty();
        waiting.addAll(records);
        return shard.withReading(new Reading(
                waiting,
                first ? now : shard.reading().since(),
                records.isEmpty() || closed ? now : Instant.MIN,
                closed));
    }

    Shard answered(Shard shard, Invoke invoke, Answer answer, Instant now) {
        return switch (answer) {
            case Answer.Failed failed -> failed(shard, invoke, now);
            case Answer.Returned returned -> {
                if (windows() && returned.state().isEmpty()) {
                    yield failed(shard, invoke, now);
                }
                yield invoke.isFinal() ? shard.withTumbling(Tumbling.NONE) : returned(shard, returned, now);
            }
        };
    }

    Shard discarded(Shard shard, Discard discard) {
        return complete(shard, discard.records().size(), 0);
    }

    private Shard returned(Shard shard, Answer.Returned returned, Instant now) {
        Batch batch = shard.batches().getFirst();
        List<String> failures = settings.reportsBatchItemFailures() ? returned.batchItemFailures() : List.of();
        int done = batch.records().size();
        for (String failure : failures) {
            int index = indexOf(batch.records(), failure);
            if (index < 0) {
                return batchFailed(shard, now); // An unknown identifier fails the whole batch.
            }
            done = Math.min(done, index);
        }
        Map<String, String> state = returned.state().orElse(Map.of());
        Shard carried = windows()
                ? shard.withTumbling(new Tumbling(shard.window(), state, characters(state) > MAX_STATE_CHARACTERS, 0))
                : shard;
        if (failures.isEmpty()) {
            return complete(carried, done, 0);
        }
        // A cut before the first record would isolate nothing, so this counts as any other failure.
        int attempts = batch.attempts() + (settings.bisectOnError() ? 0 : 1);
        return done == 0
                ? batchFailed(carried, now)
                : complete(carried, done, attempts).withNotBefore(now.plus(FIRST_BACKOFF));
    }

    private Shard failed(Shard shard, Invoke invoke, Instant now) {
        if (!invoke.isFinal()) {
            return batchFailed(shard, now);
        }
        // A window that cannot be ended suspends its shard, however long that takes.
        Tumbling open = shard.tumbling();
        return shard.withTumbling(open.withFinalAttempts(open.finalAttempts() + 1))
                .withNotBefore(now.plus(backoff(open.finalAttempts())));
    }

    /** Cuts the batch in two if it can be, which costs no retry; else counts one. */
    private Shard batchFailed(Shard shard, Instant now) {
        Batch batch = shard.batches().getFirst();
        List<Batch> batches = new ArrayList<>(shard.batches());
        int size = batch.records().size();
        if (settings.bisectOnError() && size > 1) {
            batches.set(0, new Batch(batch.records().subList(0, size / 2), batch.attempts()));
            batches.add(1, new Batch(batch.records().subList(size / 2, size), batch.attempts()));
            return shard.withBatches(batches).withNotBefore(now.plus(FIRST_BACKOFF));
        }
        batches.set(0, new Batch(batch.records(), batch.attempts() + 1));
        return shard.withBatches(batches).withNotBefore(now.plus(backoff(batch.attempts())));
    }

    /** Takes the first records off the first batch. */
    private static Shard complete(Shard shard, int count, int attemptsOfTheRest) {
        List<StreamRecord> records = shard.batches().getFirst().records();
        List<Batch> batches = new ArrayList<>(shard.batches());
        if (count == records.size()) {
            batches.removeFirst();
        } else {
            batches.set(0, new Batch(records.subList(count, records.size()), attemptsOfTheRest));
        }
        return shard.withBatches(batches)
                .withCompletedThrough(records.get(count - 1).sequenceNumber())
                .withNotBefore(Instant.MIN);
    }

    private Action deliver(Shard shard, Batch batch, Instant now) {
        int limit = settings.maximumRetryAttempts();
        if (limit >= 0 && batch.attempts() > limit) {
            return new Discard(batch.records(), batch.attempts(), Reason.RetryAttemptsExhausted);
        }
        Duration age = settings.maximumRecordAge();
        if (!age.isNegative()) {
            Instant oldest = now.minus(age);
            List<StreamRecord> expired = batch.records().stream()
                    .takeWhile(record -> record.createdAt().isBefore(oldest))
                    .toList();
            if (!expired.isEmpty()) {
                return new Discard(expired, batch.attempts(), Reason.RecordAgeExceeded);
            }
        }
        return new Invoke(batch.records(), shard.window(), shard.state(), false, false);
    }

    private static Invoke end(Shard shard, boolean early) {
        return new Invoke(List.of(), shard.window(), shard.state(), true, early);
    }

    private static Action idle(Shard shard) {
        Reading reading = shard.reading();
        boolean over = shard.window().isPresent()
                && (reading.ended() || shard.tumbling().isBefore(reading.emptyAt()));
        if (over) {
            return end(shard, false);
        }
        return reading.ended() ? new Action.Finished() : new Action.Fetch();
    }

    private boolean due(Reading reading, int size, Instant now) {
        boolean noMore = reading.ended() || (filling == Filling.WHILE_RECORDS_KEEP_COMING && reading.drained());
        return size >= settings.batchSize()
                || noMore
                || !now.isBefore(reading.since().plus(settings.batchingWindow()));
    }

    /** How many of those waiting fit one invocation: at most the batch size, the payload, and one window. */
    private int batchSize(Shard shard) {
        int size = 0;
        long characters = 0;
        for (StreamRecord record : shard.reading().waiting()) {
            characters += record.json().length() + 1;
            boolean later = shard.tumbling().isBefore(record.createdAt());
            if (size == settings.batchSize() || later || (size > 0 && characters > MAX_PAYLOAD_CHARACTERS)) {
                break;
            }
            size++;
        }
        return size;
    }

    private boolean windows() {
        return settings.tumblingWindow().isPositive();
    }

    private Window windowOf(Instant instant) {
        long seconds = settings.tumblingWindow().toSeconds();
        Instant start = Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
        return new Window(start, start.plusSeconds(seconds));
    }

    private static int indexOf(List<StreamRecord> records, String sequenceNumber) {
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).sequenceNumber().equals(sequenceNumber)) {
                return i;
            }
        }
        return -1;
    }

    private static int characters(Map<String, String> state) {
        return state.entrySet().stream()
                .mapToInt(member -> member.getKey().length() + member.getValue().length() + MEMBER_CHARACTERS)
                .sum();
    }

    private static Duration backoff(int attempts) {
        Duration doubled = FIRST_BACKOFF.multipliedBy(1L << Math.min(attempts, DOUBLINGS));
        return doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
    }
}
