package io.purchaseorders.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * Publishes entries in batches, several at a time. Batches may overtake each other: orders do not depend on the order of
 * arrival. Holds at most one batch for each call in flight and the one that is being filled.
 */
final class Publisher {

    /** What PutEvents takes in one call. */
    private static final int BATCH_ENTRIES = 10;

    /** Less than PutEvents takes in one call, so that a call that fails has not carried much; a larger entry goes alone. */
    private static final int BATCH_BYTES = 256 * 1024;

    /** The entry was refused for the moment, not for what it is. */
    private static final Set<String> TRANSIENT = Set.of(
            "ThrottlingException",
            "InternalException",
            "InternalFailure",
            "InternalServiceException",
            "InternalServerError",
            "ServiceUnavailable",
            "ServiceUnavailableException");

    private static final int NOT_IMPLEMENTED = 501;

    /** No other batch would fare better: this is no event bus, or none that is open to us. */
    private static final Set<Integer> HOPELESS_STATUS = Set.of(401, 403, 404, 405, NOT_IMPLEMENTED);

    private final EventBridgeClient client;
    private final String bus;
    private final Backoff backoff;
    private final Semaphore permits;
    private final Tally tally;
    private final Consumer<Entry> published;
    private final AtomicReference<@Nullable String> stop = new AtomicReference<>();

    /** {@code published} is told of every entry that the bus has taken, from several threads. */
    Publisher(
            EventBridgeClient client,
            String bus,
            int concurrency,
            Backoff backoff,
            Tally tally,
            Consumer<Entry> published) {
        this.client = client;
        this.bus = bus;
        this.backoff = backoff;
        this.permits = new Semaphore(concurrency);
        this.tally = tally;
        this.published = published;
    }

    /** Publishes the next {@code most} lines, or all that are left; returns why it stopped before, or null. */
    @Nullable
    String run(LineReader lines, long most) throws IOException, InterruptedException {
        try (var flights = Executors.newVirtualThreadPerTaskExecutor()) {
            var batch = new ArrayList<Entry>(BATCH_ENTRIES);
            int bytes = 0;
            for (long left = most; left > 0 && stop.get() == null; left--) {
                var line = lines.next();
                if (line == null) {
                    break;
                }
                long number = line.number();
                if (line.text().exists(String::isBlank)) {
                    continue;
                }
                var parsed = line.text().flatMap(text -> Entry.parse(number, text));
                if (parsed.isLeft()) {
                    tally.failed(number, parsed.getLeft());
                    continue;
                }
                var entry = parsed.get();
                if (batch.size() == BATCH_ENTRIES || bytes + entry.bytes() > BATCH_BYTES) {
                    launch(flights, batch);
                    bytes = 0;
                }
                batch.add(entry);
                bytes += entry.bytes();
            }
            launch(flights, batch);
        }
        return stop.get();
    }

    /** Waits for a free place, which is what keeps the reading from running ahead of the sending. */
    private void launch(ExecutorService flights, List<Entry> batch) throws InterruptedException {
        var entries = List.copyOf(batch);
        batch.clear();
        if (entries.isEmpty()) {
            return;
        }
        permits.acquire();
        flights.execute(() -> {
            try {
                send(entries);
            } finally {
                permits.release();
            }
        });
    }

    private void send(List<Entry> entries) {
        var open = entries;
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            boolean last = attempt >= backoff.attempts();
            try {
                open = attempt(open, last);
                if (!open.isEmpty()) {
                    backoff.await(attempt);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                giveUp(open, "interrupted");
                return;
            } catch (RuntimeException e) {
                giveUp(open, e.toString());
                return;
            }
        }
    }

    /** One call; returns the entries that are worth another one. */
    private List<Entry> attempt(List<Entry> entries, boolean last) {
        List<PutEventsResultEntry> results;
        try {
            results = client.putEvents(request -> request.entries(
                            entries.stream().map(entry -> entry.onBus(bus)).toList()))
                    .entries();
        } catch (SdkException e) {
            if (isTransient(e) && !last) {
                return entries;
            }
            var why = describe(e);
            if (e instanceof SdkClientException
                    || (e instanceof SdkServiceException service && HOPELESS_STATUS.contains(service.statusCode()))) {
                stop.compareAndSet(null, why);
            }
            giveUp(entries, why);
            return List.of();
        }
        var again = new ArrayList<Entry>();
        int taken = 0;
        for (int i = 0; i < entries.size(); i++) {
            var result = i < results.size()
                    ? results.get(i)
                    : PutEventsResultEntry.builder().errorCode("NoAnswer").build();
            if (result.errorCode() == null) {
                taken++;
                published.accept(entries.get(i));
            } else if (TRANSIENT.contains(result.errorCode()) && !last) {
                again.add(entries.get(i));
            } else {
                tally.failed(entries.get(i).line(), result.errorCode() + ": " + result.errorMessage());
            }
        }
        tally.published(taken);
        return again;
    }

    private void giveUp(List<Entry> entries, String why) {
        entries.forEach(entry -> tally.failed(entry.line(), why));
    }

    private static boolean isTransient(SdkException e) {
        if (e instanceof SdkServiceException service) {
            return service.isThrottlingException()
                    || (service.statusCode() >= 500 && service.statusCode() != NOT_IMPLEMENTED);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static String describe(SdkException e) {
        if (e instanceof software.amazon.awssdk.awscore.exception.AwsServiceException service
                && service.awsErrorDetails() != null
                && service.awsErrorDetails().errorCode() != null) {
            return service.awsErrorDetails().errorCode() + ": "
                    + service.awsErrorDetails().errorMessage();
        }
        var message = String.valueOf(e.getMessage());
        // The SDK's own sentence lists every place where it looked, with the reason of each.
        return message.startsWith("Unable to load credentials")
                ? "no AWS credentials: set AWS_PROFILE or AWS_ACCESS_KEY_ID, or give --endpoint"
                : message;
    }
}
