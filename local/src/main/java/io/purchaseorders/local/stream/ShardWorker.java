package io.purchaseorders.local.stream;

import io.purchaseorders.local.Backlog;
import io.purchaseorders.local.lambda.FunctionError;
import io.purchaseorders.local.lambda.LambdaFunction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.SdkException;

/** Does for one shard what {@link StreamMapping} says, until the shard is finished or the poller stops. */
final class ShardWorker {

    /** Between two reads that found nothing: far below what a person notices, and cheap enough for an idle machine. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(40);

    private static final Duration AFTER_A_FAILED_READ = Duration.ofSeconds(1);

    private final StreamMapping mapping;
    private final ShardReader reader;
    private final EventJson json;
    private final LambdaFunction function;
    private final Positions positions;
    private final FailureDestination failures;
    private final Backlog backlog;
    private final CountDownLatch stop;
    private String lastError = "";

    ShardWorker(
            StreamMapping mapping,
            ShardReader reader,
            EventJson json,
            LambdaFunction function,
            Positions positions,
            FailureDestination failures,
            Backlog backlog,
            CountDownLatch stop) {
        this.backlog = backlog;
        this.mapping = mapping;
        this.reader = reader;
        this.json = json;
        this.function = function;
        this.positions = positions;
        this.failures = failures;
        this.stop = stop;
    }

    /** Returns once the shard is finished, or the poller stops. */
    void run(Shard start) throws InterruptedException {
        Shard shard = start;
        while (stop.getCount() > 0) {
            StreamMapping.Step step = mapping.next(shard, Instant.now());
            shard = step.shard();
            switch (step.action()) {
                case Action.Fetch fetch -> shard = fetch(shard);
                case Action.Sleep sleep -> pause(Duration.between(Instant.now(), sleep.until()));
                case Action.Invoke invoke -> {
                    int open = open(shard);
                    shard = mapping.answered(shard, invoke, invoke(shard, invoke), Instant.now());
                    backlog.processed(open - open(shard));
                    positions.remember(shard, false);
                }
                case Action.Discard discard -> {
                    failures.put(new FailedBatch(
                            shard.shardId(),
                            discard.reason().name(),
                            discard.attempts(),
                            lastError,
                            Instant.now(),
                            discard.records()));
                    shard = mapping.discarded(shard, discard);
                    backlog.processed(discard.records().size());
                    positions.remember(shard, false);
                }
                case Action.Finished finished -> {
                    positions.remember(shard, true);
                    return;
                }
            }
        }
    }

    private Shard fetch(Shard shard) throws InterruptedException {
        boolean quiet = shard.waiting().isEmpty() && !shard.emptyAt().equals(Instant.MIN);
        if (quiet) {
            pause(POLL_INTERVAL);
        }
        try {
            ShardReader.Chunk chunk = reader.read();
            return mapping.fetched(shard, chunk.records(), chunk.closed(), Instant.now());
        } catch (SdkException e) {
            pause(AFTER_A_FAILED_READ);
            return shard;
        }
    }

    private static int open(Shard shard) {
        return shard.batches().stream()
                .mapToInt(batch -> batch.records().size())
                .sum();
    }

    private Answer invoke(Shard shard, Action.Invoke invoke) {
        try {
            byte[] event = json.event(shard.shardId(), invoke).getBytes(StandardCharsets.UTF_8);
            return note(Answer.parse(function.invoke(event)));
        } catch (FunctionError e) {
            return note(new Answer.Failed(e.getMessage() == null ? e.errorType() : e.getMessage()));
        }
    }

    private Answer note(Answer answer) {
        if (answer instanceof Answer.Failed failed && !failed.error().equals(lastError)) {
            lastError = failed.error();
            System.err.println(function.definition().name() + " failed: " + lastError);
        }
        return answer;
    }

    private void pause(Duration duration) throws InterruptedException {
        stop.await(Math.max(0, duration.toMillis()), TimeUnit.MILLISECONDS);
    }
}
