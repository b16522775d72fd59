package io.purchaseorders.handlers.simulation;

import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/**
 * One invocation and what befalls it. It runs on the caller's thread, unless it is to stand still: then on one of its own,
 * of which never more than one runs at a time, so that a schedule always does the same.
 */
@NullMarked
final class Invocation {

    /** The process is gone; nothing that it still tries reaches a table. An error, so that no handler of failures sees it. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death() {
            super("the process died", null, false, false);
        }
    }

    /** Where writes go that were given up. */
    interface Mail {
        void late(Supplier<String> what, Effects.Write write);
    }

    private final Function<DynamodbTimeWindowEvent, TimeWindowEventResponse> function;
    private final DynamodbTimeWindowEvent event;
    private final Fault fault;
    private final Mail mail;
    private final Trace trace;
    private final Semaphore go = new Semaphore(0);
    private final Semaphore rest = new Semaphore(0);
    private Optional<TimeWindowEventResponse> response = Optional.empty();
    private @Nullable Throwable failure;
    private int writes;
    private int restBefore;
    private boolean struck;
    private boolean dead;
    private boolean ended;

    Invocation(
            Function<DynamodbTimeWindowEvent, TimeWindowEventResponse> function,
            DynamodbTimeWindowEvent event,
            Fault fault,
            Mail mail,
            Trace trace) {
        this.function = function;
        this.event = event;
        this.fault = fault;
        this.mail = mail;
        this.trace = trace;
        this.restBefore = fault.kind() == Fault.Kind.STANDS_STILL ? fault.write() : Integer.MAX_VALUE;
    }

    /** Runs to its end, or until it stands still. */
    void start() {
        if (restBefore == Integer.MAX_VALUE) {
            run();
            return;
        }
        Thread.ofVirtual().start(() -> {
            run();
            rest.release();
        });
        rest.acquireUninterruptibly();
    }

    /** Goes on for so many writes, or to its end. */
    void resume(int more) {
        restBefore = more == Integer.MAX_VALUE ? Integer.MAX_VALUE : writes + 1 + more;
        go.release();
        rest.acquireUninterruptibly();
    }

    private void run() {
        try {
            response = Optional.of(function.apply(event));
        } catch (Death | RuntimeException e) {
            failure = e;
        } finally {
            ended = true;
        }
    }

    boolean ended() {
        return ended;
    }

    /** What the function returned, if it lived to return. */
    Optional<TimeWindowEventResponse> response() {
        return dead || fault.kind() == Fault.Kind.RESPONSE_LOST ? Optional.empty() : response;
    }

    /** Why there is no response. */
    String failure() {
        return dead ? "the process died" : failure == null ? "the response was lost" : String.valueOf(failure);
    }

    /** Whether it had the write that its fault was meant for. */
    boolean struck() {
        return struck;
    }

    @Nullable
    Object pass(Supplier<String> what, Effects.Write write) throws Exception {
        if (dead) {
            throw new Death();
        }
        int number = ++writes;
        if (number == restBefore) {
            trace.say(() -> "stands still before write " + number + ": " + what.get());
            rest.release();
            go.acquireUninterruptibly();
        }
        if (number != fault.write()) {
            trace.say(() -> "write " + number + ": " + what.get());
            return write.send();
        }
        return strike(what, write);
    }

    private @Nullable Object strike(Supplier<String> what, Effects.Write write) throws Exception {
        struck = true;
        String how = fault.kind() == Fault.Kind.STANDS_STILL
                ? "now by the zombie"
                : fault.kind().toString();
        trace.say(() -> "write " + writes + ": " + what.get() + ", " + how);
        return switch (fault.kind()) {
            case NOTHING, STANDS_STILL, RESPONSE_LOST -> write.send();
            case DIES_BEFORE -> throw died();
            case DIES_AFTER -> {
                write.send();
                throw died();
            }
            case THROTTLED ->
                throw ProvisionedThroughputExceededException.builder()
                        .message("throttled")
                        .build();
            case ANSWER_LOST -> {
                write.send();
                throw SdkClientException.create("the answer was lost");
            }
            case SENT_TWICE -> {
                write.send();
                yield write.send();
            }
            case LATE -> {
                mail.late(what, write);
                throw SdkClientException.create("no answer in time");
            }
        };
    }

    private Death died() {
        dead = true;
        return new Death();
    }
}
