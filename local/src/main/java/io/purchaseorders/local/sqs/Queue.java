package io.purchaseorders.local.sqs;

import io.purchaseorders.local.cloudformation.QueueDefinition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One standard queue of SQS: what is received and not deleted comes again after the visibility timeout, and what was
 * received too often moves to the dead-letter queue. Given a file, what was sent survives the process; messages that it
 * had received are visible again at once then, as nobody is left to delete them.
 *
 * <p>Unlike the service's, a message may exceed 1 MB: the bus takes entries of up to 1 MB, and here an entry with its
 * envelope is not to get lost, while the service lets the rule's delivery fail and its alarm ring.
 */
public final class Queue implements AutoCloseable {

    private static final int LONGEST_BACKOFF_DOUBLINGS = 20;

    /** So often a waiting receive looks whether something is due. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final QueueDefinition definition;
    private final QueueFile file;
    private final InstantSource clock;

    /** In the order in which they became visible. */
    private final Map<Long, Message> visible = new LinkedHashMap<>();

    /** Received and not deleted, with when they become visible again. */
    private final Map<Long, Hidden> hidden = new LinkedHashMap<>();

    /** On their way to the disk. */
    private final Map<Long, Message> sending = new LinkedHashMap<>();

    /** When the first hidden message becomes visible again. */
    private Instant nextDue = Instant.MAX;

    private long lastId;

    private record Hidden(Message message, Instant until) {}

    /** What one receive brought. */
    record Received(List<Message> messages, List<Message> dead) {}

    /** @throws IOException if the file cannot be read */
    Queue(QueueDefinition definition, QueueFile file, InstantSource clock) throws IOException {
        this.definition = definition;
        this.file = file;
        this.clock = clock;
        for (Message message : file.messages()) {
            visible.put(message.id(), message);
            lastId = Math.max(lastId, message.id());
        }
    }

    public QueueDefinition definition() {
        return definition;
    }

    /**
     * Takes messages, all or none. They are durable when this returns, as far as the queue is.
     *
     * @throws IOException if they cannot be kept
     */
    public void send(List<String> bodies) throws IOException {
        List<Message> messages = new ArrayList<>();
        synchronized (this) {
            Instant now = clock.instant();
            bodies.forEach(body -> messages.add(new Message(++lastId, now, 0, body)));
            messages.forEach(message -> sending.put(message.id(), message));
        }
        keep(messages);
    }

    /** Takes a message of another queue; its age goes on counting, as the service's does. */
    void move(Message message) throws IOException {
        Message moved;
        synchronized (this) {
            moved = new Message(++lastId, message.sentAt(), 0, message.body());
            sending.put(moved.id(), moved);
        }
        keep(List.of(moved));
    }

    private void keep(List<Message> messages) throws IOException {
        boolean durable = false;
        try {
            file.sent(messages);
            durable = true;
        } finally {
            synchronized (this) {
                for (Message message : messages) {
                    sending.remove(message.id());
                    if (durable) {
                        visible.put(message.id(), message);
                    }
                }
                notifyAll();
            }
        }
    }

    /**
     * Messages that are hidden from now on until they are deleted or the visibility timeout is over, and those that were
     * received too often, which are hidden as well: the caller moves them.
     *
     * @param most how many at most
     * @param mostCharacters of all bodies; a first message comes however long it is
     * @param patience how long to wait for the first
     */
    synchronized Received receive(int most, long mostCharacters, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); none() && left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, LOOK_NANOS));
        }
        List<Message> messages = new ArrayList<>();
        List<Message> dead = new ArrayList<>();
        Instant until = clock.instant().plus(definition.visibilityTimeout());
        int maxReceives = definition
                .redrive()
                .map(QueueDefinition.Redrive::maxReceiveCount)
                .orElse(Integer.MAX_VALUE);
        long characters = 0;
        for (Iterator<Message> next = visible.values().iterator(); next.hasNext() && messages.size() < most; ) {
            Message received = next.next().received();
            characters += received.body().length();
            if (characters > mostCharacters && !messages.isEmpty()) {
                break;
            }
            next.remove();
            hide(received, until);
            (received.receiveCount() > maxReceives ? dead : messages).add(received);
        }
        file.received(messages);
        return new Received(messages, dead);
    }

    /** Whether nothing can be received; what is due becomes visible, and what is too old is forgotten, aloud. */
    private boolean none() {
        Instant now = clock.instant();
        if (!nextDue.isAfter(now)) {
            nextDue = Instant.MAX;
            for (Iterator<Hidden> next = hidden.values().iterator(); next.hasNext(); ) {
                Hidden message = next.next();
                if (message.until().isAfter(now)) {
                    nextDue = earlier(nextDue, message.until());
                } else {
                    next.remove();
                    visible.put(message.message().id(), message.message());
                }
            }
        }
        Set<Long> expired = new HashSet<>();
        for (Message message : visible.values()) {
            if (message.sentAt().plus(definition.retention()).isAfter(now)) {
                break; // hardly ever is one older than those before it
            }
            expired.add(message.id());
        }
        if (!expired.isEmpty()) {
            System.err.println(expired.size() + " messages of " + definition.name() + " were not processed within "
                    + definition.retention().toDays() + " days and are forgotten");
            forget(expired);
        }
        return visible.isEmpty();
    }

    /**
     * Has messages that were received come again earlier than their timeout says: a second later after the first failure,
     * then two, four and so on.
     */
    synchronized void retry(Collection<Message> messages) {
        Instant now = clock.instant();
        for (Message message : messages) {
            long seconds = 1L << Math.min(message.receiveCount() - 1, LONGEST_BACKOFF_DOUBLINGS);
            Duration delay = Duration.ofSeconds(
                    Math.min(seconds, definition.visibilityTimeout().toSeconds()));
            if (hidden.containsKey(message.id())) {
                hide(message, now.plus(delay));
            }
        }
    }

    private void hide(Message message, Instant until) {
        hidden.put(message.id(), new Hidden(message, until));
        nextDue = earlier(nextDue, until);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** Ends the keeping of messages. */
    synchronized void delete(Collection<Message> messages) {
        forget(messages.stream().map(Message::id).toList());
    }

    private void forget(Collection<Long> ids) {
        ids.forEach(id -> {
            visible.remove(id);
            hidden.remove(id);
        });
        file.deleted(ids, this::all);
    }

    private List<Message> all() {
        List<Message> all = new ArrayList<>();
        hidden.values().forEach(message -> all.add(message.message()));
        all.addAll(visible.values());
        all.addAll(sending.values());
        return all;
    }

    /** Messages that can be received: SQS' {@code ApproximateNumberOfMessagesVisible}. */
    public synchronized int visibleMessages() {
        return none() ? 0 : visible.size();
    }

    /** How often the message that was received least often was received; 0 where there is none. */
    public synchronized int fewestReceives() {
        return all().stream().mapToInt(Message::receiveCount).min().orElse(0);
    }

    /** All messages that are kept: visible ones and those that were received and not deleted. */
    public synchronized int size() {
        return visible.size() + hidden.size();
    }

    /** The bodies of all messages that are kept. */
    public synchronized List<String> bodies() {
        return all().stream().map(Message::body).toList();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
