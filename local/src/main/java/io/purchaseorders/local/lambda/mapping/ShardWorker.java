package io.purchaseorders.local.lambda.mapping;

import io.purchaseorders.local.host.Backlog;
import io.purchaseorders.local.host.Workers;
import io.purchaseorders.local.lambda.FunctionError;
import io.purchaseorders.local.lambda.Invocable;
import io.purchaseorders.stream.Action;
import io.purchaseorders.stream.Answer;
import io.purchaseorders.stream.Shard;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.core.exception.SdkException;

/** Does for one shard what the mapping says, until the shard is finished or the poller stops. */
final class ShardWorker {

    /** Between two reads that found nothing: far below what a person notices, and cheap enough for an idle machine. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(40);

    private static final Duration AFTER_A_FAILED_READ = Duration.ofSeconds(1);

    private final Consumption consumption;
    private final ShardReader reader;
    private final EventJson json;
    private final Invocable function;
    private final FailureDestination failures;
    private final Backlog backlog;
    private final Workers workers;
    private String lastError = "";

    ShardWorker(
            Consumption consumption,
            ShardReader reader,
            EventJson json,
            Invocable function,
            FailureDestination failures,
            Backlog backlog,
            Workers workers) {
        this.consumption = consumption;
        this.reader = reader;
        this.json = json;
        this.function = function;
        this.failures = failures;
        this.backlog = backlog;
        this.workers = workers;
    }

    /** Returns once the shard is finished, or the poller stops. */
    void run(String shardId) throws InterruptedException {
        while (!workers.stopping()) {
            switch (consumption.next(shardId)) {
                case Action.Fetch fetch -> fetch(shardId);
                case Action.Sleep sleep -> pause(Duration.between(Instant.now(), sleep.until()));
                case Action.Invoke invoke ->
                    backlog.processed(consumption.answered(shardId, invoke, invoke(shardId, invoke)));
                case Action.Discard discard -> {
                    failures.put(new FailedBatch(
                            shardId,
                            discard.reason().name(),
                            discard.attempts(),
                            lastError,
                            Instant.now(),
                            discard.records()));
                    consumption.discarded(shardId, discard);
                    backlog.processed(discard.records().size());
                }
                case Action.Finished finished -> {
                    return;
                }
            }
        }
    }

    private void fetch(String shardId) throws InterruptedException {
        Shard.Reading reading = consumption.shard(shardId).reading();
        if (reading.waiting().isEmpty() && !reading.emptyAt().equals(Instant.MIN)) {
            pause(POLL_INTERVAL);
        }
        try {
            consumption.fetched(shardId, reader.read());
        } catch (SdkException e) {
            pause(AFTER_A_FAILED_READ);
        }
    }

    private Answer invoke(String shardId, Action.Invoke invoke) {
        try {
            byte[] event = json.event(shardId, invoke).getBytes(StandardCharsets.UTF_8);
            return note(ResponseJson.parse(function.invoke(event)));
        } catch (FunctionError e) {
            return note(new Answer.Failed(e.getMessage() == null ? e.errorType() : e.getMessage()));
        }
    }

    private Answer note(Answer answer) {
        if (answer instanceof Answer.Failed failed && !failed.error().equals(lastError)) {
            lastError = failed.error();
            System.err.println("An invocation by the stream failed: " + lastError);
        }
        return answer;
    }

    private void pause(Duration duration) throws InterruptedException {
        workers.pause(duration);
    }
}
