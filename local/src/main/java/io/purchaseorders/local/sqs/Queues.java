package io.purchaseorders.local.sqs;

import io.purchaseorders.local.cloudformation.QueueDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The queues of the template. */
public final class Queues implements AutoCloseable {

    private static final String FOLDER = "queues";

    private final Map<String, Queue> byArn = new LinkedHashMap<>();

    private Queues() {}

    /**
     * Opens the queues, with what they held.
     *
     * @param data where they are kept, in a folder of their own; null for in memory
     */
    public static Queues open(List<QueueDefinition> definitions, @Nullable Path data) {
        return open(definitions, data, InstantSource.system());
    }

    static Queues open(List<QueueDefinition> definitions, @Nullable Path data, InstantSource clock) {
        Queues queues = new Queues();
        for (QueueDefinition definition : definitions) {
            try {
                QueueFile file = data == null
                        ? QueueFile.none()
                        : QueueFile.at(data.resolve(FOLDER).resolve(definition.name()));
                queues.byArn.put(definition.arn(), new Queue(definition, file, clock));
            } catch (IOException e) {
                throw new UncheckedIOException("The queue " + definition.name() + " cannot be opened", e);
            }
        }
        return queues;
    }

    /** @throws IllegalArgumentException where the template has no such queue */
    public Queue queue(String arn) {
        Queue queue = byArn.get(arn);
        if (queue == null) {
            throw new IllegalArgumentException("The template has no queue " + arn);
        }
        return queue;
    }

    public Collection<Queue> all() {
        return byArn.values();
    }

    /** Moves messages that were received too often to the queue's dead-letter queue, aloud. */
    void bury(Queue queue, List<Message> dead) throws IOException {
        QueueDefinition.Redrive redrive = queue.definition().redrive().orElseThrow();
        Queue deadLetters = queue(redrive.deadLetterArn());
        for (Message message : dead) {
            deadLetters.move(message);
            queue.delete(List.of(message));
            System.err.println("A message of " + queue.definition().name() + " was received "
                    + redrive.maxReceiveCount() + " times in vain and is in "
                    + deadLetters.definition().name() + " now, which holds " + deadLetters.size());
        }
    }

    @Override
    public void close() {
        for (Queue queue : byArn.values()) {
            try {
                queue.close();
            } catch (IOException e) {
                System.err.println("Closing " + queue.definition().name() + ": " + e.getMessage());
            }
        }
    }
}
