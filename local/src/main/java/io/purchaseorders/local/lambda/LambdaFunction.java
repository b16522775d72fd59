package io.purchaseorders.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.purchaseorders.local.cloudformation.FunctionDefinition;
import io.purchaseorders.local.cloudformation.Role;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One function, hosted as the managed runtime hosts it: an execution environment serves one invocation at a time, is
 * used again while idle, and is given up after a timeout.
 */
public final class LambdaFunction implements Invocable {

    /** Enough for a full PutEvents call and then some; each environment holds an own SDK client. */
    private static final int MAX_CONCURRENCY = 16;

    /** The service's limit of a synchronous answer. */
    private static final int MAX_ANSWER_BYTES = 6 * 1024 * 1024;

    /** Inherited by the threads that the function's code starts, so that their calls are the function's, too. */
    private static final InheritableThreadLocal<LambdaFunction> RUNNING = new InheritableThreadLocal<>();

    private final FunctionDefinition definition;
    private final Optional<Role> role;
    private final Map<String, String> environment;
    private final ConcurrentLinkedDeque<RequestStreamHandler> idle = new ConcurrentLinkedDeque<>();

    /** Whoever waits longest comes first: some readers would otherwise wait for seconds while others never do. */
    private final Semaphore concurrency = new Semaphore(MAX_CONCURRENCY, true);

    /**
     * Hosts a function; nothing of it is loaded yet.
     *
     * @param surroundings environment variables beside the template's, such as endpoints and credentials
     * @param role what its code may call; empty for anything
     */
    public LambdaFunction(FunctionDefinition definition, Map<String, String> surroundings, Optional<Role> role) {
        this.definition = definition;
        this.role = role;
        Map<String, String> all = new HashMap<>(surroundings);
        all.putAll(definition.environment());
        all.put("AWS_LAMBDA_FUNCTION_NAME", definition.name());
        this.environment = Map.copyOf(all);
    }

    /** The function whose code this thread runs, if it runs any. */
    static Optional<LambdaFunction> running() {
        return Optional.ofNullable(RUNNING.get());
    }

    Optional<Role> role() {
        return role;
    }

    public FunctionDefinition definition() {
        return definition;
    }

    /** Has an environment ready before the first invocation, as SnapStart does. */
    public LambdaFunction warm() {
        idle.push(construct());
        return this;
    }

    /** One synchronous invocation: JSON in, JSON out. */
    @Override
    public byte[] invoke(byte[] payload) throws FunctionError {
        concurrency.acquireUninterruptibly();
        try {
            RequestStreamHandler free = idle.poll();
            RequestStreamHandler handler = free != null ? free : create();
            byte[] answer = run(handler, payload);
            idle.push(handler);
            if (answer.length > MAX_ANSWER_BYTES) {
                throw new FunctionError(
                        "Function.ResponseSizeTooLarge",
                        "Response payload size exceeded maximum allowed payload size.");
            }
            return answer;
        } finally {
            concurrency.release();
        }
    }

    private RequestStreamHandler create() throws FunctionError {
        try {
            return construct();
        } catch (RuntimeException e) {
            throw new FunctionError(e);
        }
    }

    private RequestStreamHandler construct() {
        RUNNING.set(this);
        try {
            return Handlers.create(definition.handler(), environment);
        } finally {
            RUNNING.remove();
        }
    }

    private byte[] run(RequestStreamHandler handler, byte[] payload) throws FunctionError {
        FutureTask<byte[]> invocation = new FutureTask<>(() -> {
            RUNNING.set(this);
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(payload), output, new InvocationContext(definition));
            return output.toByteArray();
        });
        Thread.ofVirtual().name(definition.name()).start(invocation);
        try {
            return invocation.get(definition.timeoutSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception) {
                idle.push(handler); // An exception leaves the environment as it is, an error ends it.
            }
            throw new FunctionError(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            invocation.cancel(true);
            throw new FunctionError(
                    "Sandbox.Timedout", "Task timed out after " + definition.timeoutSeconds() + ".00 seconds");
        } catch (InterruptedException e) {
            invocation.cancel(true);
            Thread.currentThread().interrupt();
            throw new FunctionError("Sandbox.Stopped", "The local system is stopping");
        }
    }
}
