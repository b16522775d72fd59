package io.purchaseorders.local.stream;

import io.purchaseorders.local.stream.Action.Discard;
import io.purchaseorders.local.stream.Action.Invoke;
import io.purchaseorders.local.stream.Action.Reason;
import io.purchaseorders.local.stream.Shard.Batch;
import io.purchaseorders.local.stream.Shard.Window;
import io.purchaseorders.local.template.MappingSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lambda's stream mapping as a pure state machine of one shard: records and answers in, the next action out. It follows
 * the developer guide ("Using Lambda with Amazon DynamoDB", windows, partial batch responses, retained failures).
 */
public final class StreamMapping {

    /** The service's limit of one payload, less room for what surrounds the records. */
    static final int MAX_PAYLOAD_CHARACTERS = 6 * 1024 * 1024 - 64 * 1024;

    /** The service's limit of a window's state; beyond it the window ends early. */
    static final int MAX_STATE_CHARACTERS = 1024 * 1024;

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

    private final MappingSettings settings;

    public StreamMapping(MappingSettings settings) {
        this.settings = settings;
    }

    /** A shard and what to do with it; the shard may have had a batch cut. */
    public record Step(Shard shard, Action action) {}

    public Step next(Shard shard, Instant now) {
        if (now.isBefore(shard.notBefore())) {
            return new Step(shard, new Action.Sleep(shard.notBefore()));
        }
        if (!shard.batches().isEmpty()) {
            return new Step(shard, deliver(shard, shard.batches().getFirst(), now));
        }
        if (shard.windowFull()) {
            return new Step(shard, end(shard, true));
        }
        if (shard.waiting().isEmpty()) {
            return new Step(shard, idle(shard));
        }
        Instant head = shard.waiting().getFirst().createdAt();
        if (shard.window().isPresent() && !head.isBefore(shard.window().get().end())) {
            return new Step(shard, end(shard, false));
        }
        Shard windowed = shard.window().isEmpty() && windows()
                ? shard.withWindow(Optional.of(windowOf(head)), Map.of(), false)
                : shard;
        int size = batchSize(windowed);
        if (size == windowed.waiting().size() && !windowed.ended() && !due(windowed, size, now)) {
            return new Step(windowed, new Action.Fetch());
        }
        Batch batch = new Batch(windowed.waiting().subList(0, size), 0);
        Shard cut = windowed.withWaiting(
                        windowed.waiting().subList(size, windowed.waiting().size()), now)
                .withBatches(List.of(batch));
        return new Step(cut, deliver(cut, batch, now));
    }

    /**
     * Takes in what a read found.
     *
     * @param closed the shard has no further records after these
     */
    public Shard fetched(Shard shard, List<StreamRecord> records, boolean closed, Instant now) {
        List<StreamRecord> waiting = new ArrayList<>(shard.waiting());
        waiting.addAll(records);
        return shard.withWaiting(waiting, shard.waiting().isEmpty() ? now : shard.waitingSince())
                .seen(records.isEmpty() || closed ? now : Instant.MIN, closed);
    }

    public Shard answered(Shard shard, Invoke invoke, Answer answer, Instant now) {
        return switch (answer) {
            case Answer.Failed failed -> failed(shard, invoke, now);
            case Answer.Returned returned -> {
                if (windows() && returned.state().isEmpty()) {
                    yield failed(shard, invoke, now);
                }
                yield invoke.isFinal()
                        ? shard.withWindow(Optional.empty(), Map.of(), false)
                        : returned(shard, returned, now);
            }
        };
    }

    public Shard discarded(Shard shard, Discard discard) {
        return complete(shard, discard.records().size());
    }

    private Shard returned(Shard shard, Answer.Returned returned, Instant now) {
        List<StreamRecord> records = shard.batches().getFirst().records();
        List<String> failures = settings.reportsBatchItemFailures() ? returned.batchItemFailures() : List.of();
        int done = records.size();
        for (String failure : failures) {
            int index = indexOf(records, failure);
            if (index < 0) {
                return batchFailed(shard, now); // An unknown identifier fails the whole batch.
            }
            done = Math.min(done, index);
        }
        Map<String, String> state = returned.state().orElse(Map.of());
        Shard carried =
                windows() ? shard.withWindow(shard.window(), state, characters(state) > MAX_STATE_CHARACTERS) : shard;
        if (failures.isEmpty()) {
            return complete(carried, done);
        }
        return done == 0 ? batchFailed(carried, now) : complete(carried, done).retryAt(now.plus(FIRST_BACKOFF), 0);
    }

    private Shard failed(Shard shard, Invoke invoke, Instant now) {
        // A window that cannot be ended suspends its shard, however long that takes.
        return invoke.isFinal()
                ? shard.retryAt(now.plus(backoff(shard.finalAttempts())), shard.finalAttempts() + 1)
                : batchFailed(shard, now);
    }

    /** Cuts the batch in two if it can be, which costs no attempt; else counts one. */
    private Shard batchFailed(Shard shard, Instant now) {
        Batch batch = shard.batches().getFirst();
        List<Batch> batches = new ArrayList<>(shard.batches());
        int size = batch.records().size();
        if (settings.bisectOnError() && size > 1) {
            batches.set(0, new Batch(batch.records().subList(0, size / 2), 0));
            batches.add(1, new Batch(batch.records().subList(size / 2, size), 0));
            return shard.withBatches(batches).retryAt(now.plus(FIRST_BACKOFF), 0);
        }
        batches.set(0, new Batch(batch.records(), batch.attempts() + 1));
        return shard.withBatches(batches).retryAt(now.plus(backoff(batch.attempts())), 0);
    }

    /** Takes the first records off the first batch. */
    private static Shard complete(Shard shard, int count) {
        Batch batch = shard.batches().getFirst();
        List<Batch> batches = new ArrayList<>(shard.batches());
        if (count == batch.records().size()) {
            batches.removeFirst();
        } else {
            batches.set(
                    0, new Batch(batch.records().subList(count, batch.records().size()), 0));
        }
        return shard.withBatches(batches)
                .completed(batch.records().get(count - 1).sequenceNumber())
                .retryAt(Instant.MIN, 0);
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
        boolean over = shard.window().isPresent()
                && (shard.ended()
                        || !shard.emptyAt().isBefore(shard.window().get().end()));
        if (over) {
            return end(shard, false);
        }
        return shard.ended() ? new Action.Finished() : new Action.Fetch();
    }

    /** A batch waits to fill only while records keep coming: that is the batching window without its latency. */
    private boolean due(Shard shard, int size, Instant now) {
        return size >= settings.batchSize()
                || !shard.emptyAt().equals(Instant.MIN)
                || !now.isBefore(shard.waitingSince().plus(settings.batchingWindow()));
    }

    /** How many of those waiting fit one invocation: at most the batch size, the payload, and one window. */
    private int batchSize(Shard shard) {
        int size = 0;
        long characters = 0;
        for (StreamRecord record : shard.waiting()) {
            characters += record.json().length() + 1;
            boolean later = shard.window()
                    .filter(window -> !record.createdAt().isBefore(window.end()))
                    .isPresent();
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
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length() + 6)
                .sum();
    }

    private static Duration backoff(int attempts) {
        Duration doubled = FIRST_BACKOFF.multipliedBy(1L << Math.min(attempts, 10));
        return doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
    }
}
