package io.purchaseorders.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.local.cloudformation.QueueMapping;
import io.purchaseorders.local.host.Backlog;
import io.purchaseorders.local.host.Workers;
import io.purchaseorders.local.lambda.FunctionError;
import io.purchaseorders.local.lambda.Invocable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Feeds a queue to a function, as Lambda's mapping of a queue does: batches side by side, of which what succeeded is
 * deleted and the rest comes again. Other than in the service, where it waits for the visibility timeout, what failed comes
 * again after a second, then two, four and so on up to that timeout: nobody on one machine wants to wait for minutes after a
 * hiccup. A batch is sent when it is full, when its window is over,
 * or, other than in the service, when no message has come for a moment: nobody on one machine wants to wait for more.
 */
public final class QueuePoller implements AutoCloseable {

    /** As many as do one DynamoDB Local good; the service would begin with five. */
    private static final int MAX_CONCURRENCY = 2;

    /** Lambda's limit of a payload is 6 MB, and JSON writes a character of JSON again as two at most. */
    private static final long MAX_BATCH_CHARACTERS = 6L * 1024 * 1024 / 2 - 64 * 1024;

    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final Duration LULL = Duration.ofMillis(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final QueueMapping mapping;
    private final Queues queues;
    private final Queue queue;
    private final Invocable function;
    private final String region;
    private final Backlog backlog;
    private final int concurrency;
    private final Semaphore free;
    private final Workers workers;

    private QueuePoller(QueueMapping mapping, Queues queues, Invocable function, String region, Backlog backlog) {
        this.mapping = mapping;
        this.queues = queues;
        this.queue = queues.queue(mapping.queueArn());
        this.function = function;
        this.region = region;
        this.backlog = backlog;
        this.concurrency = Math.min(MAX_CONCURRENCY, mapping.maximumConcurrency());
        this.free = new Semaphore(concurrency);
        this.workers = new Workers();
    }

    /** Starts polling; the queues stay the caller's to close, after this. */
    public static QueuePoller start(
            QueueMapping mapping, Queues queues, Invocable function, String region, Backlog backlog) {
        QueuePoller poller = new QueuePoller(mapping, queues, function, region, backlog);
        poller.workers.start(poller.queue.definition().name(), poller::poll);
        return poller;
    }

    private void poll() throws InterruptedException {
        while (!workers.stopping()) {
            backlog.awaitRoom();
            free.acquire();
            List<Message> batch = List.of();
            try {
                batch = batch();
            } finally {
                if (batch.isEmpty()) {
                    free.release();
                }
            }
            if (!batch.isEmpty()) {
                List<Message> gathered = batch;
                Thread.ofVirtual().name("batch").start(() -> deliver(gathered));
            }
        }
    }

    /** What comes within the window without a lull, up to a full batch; nothing if nothing comes for a while. */
    private List<Message> batch() throws InterruptedException {
        List<Message> batch = new ArrayList<>(receive(mapping.batchSize(), MAX_BATCH_CHARACTERS, PATIENCE));
        long end = System.nanoTime() + mapping.batchingWindow().toNanos();
        while (!batch.isEmpty() && batch.size() < mapping.batchSize() && System.nanoTime() < end) {
            long characters =
                    batch.stream().mapToLong(message -> message.body().length()).sum();
            List<Message> more = characters < MAX_BATCH_CHARACTERS / 2
                    ? receive(mapping.batchSize() - batch.size(), MAX_BATCH_CHARACTERS / 2, LULL)
                    : List.of();
            if (more.isEmpty()) {
                break;
            }
            batch.addAll(more);
        }
        return batch;
    }

    private List<Message> receive(int most, long mostCharacters, Duration patience) throws InterruptedException {
        Queue.Received received = queue.receive(most, mostCharacters, patience);
        if (!received.dead().isEmpty()) {
            try {
                queues.bury(queue, received.dead());
            } catch (IOException e) {
                System.err.println("Dead letters stay where they are for now: " + e.getMessage());
            }
        }
        return received.messages();
    }

    private void deliver(List<Message> batch) {
        try {
            JsonNode answer = JSON.readTree(
                    function.invoke(QueueEvents.json(batch, queue.definition().arn(), region)));
            Set<String> failed = failed(answer, batch);
            Map<Boolean, List<Message>> outcomes =
                    batch.stream().collect(Collectors.partitioningBy(message -> failed.contains(message.messageId())));
            queue.delete(outcomes.getOrDefault(false, List.of()));
            queue.retry(outcomes.getOrDefault(true, List.of()));
            backlog.accepted(answer.at("/outcomes/accepted").asInt(0));
            if (!failed.isEmpty()) {
                System.err.println(failed.size() + " of " + batch.size() + " messages of "
                        + queue.definition().name() + " failed and come again");
            }
        } catch (FunctionError | IOException e) {
            queue.retry(batch);
            System.err.println("A batch of " + batch.size() + " messages of "
                    + queue.definition().name() + " failed and comes again: " + e.getMessage());
        } finally {
            free.release();
        }
    }

    /** As the service reads an answer: what names no message of the batch fails all of it. */
    private static Set<String> failed(JsonNode answer, List<Message> batch) {
        Set<String> all = batch.stream().map(Message::messageId).collect(Collectors.toSet());
        Set<String> failed = new HashSet<>();
        answer.path("batchItemFailures")
                .forEach(failure -> failed.add(failure.path("itemIdentifier").asText("")));
        return all.containsAll(failed) ? failed : all;
    }

    /** Lets invocations under way end, so that what they did is deleted. */
    @Override
    public void close() {
        workers.close();
        try {
            if (!free.tryAcquire(concurrency, STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("An invocation for " + queue.definition().name() + " did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
