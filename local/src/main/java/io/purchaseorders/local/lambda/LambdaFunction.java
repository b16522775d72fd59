package io.purchaseorders.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.purchaseorders.local.template.FunctionDefinition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
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
public final class LambdaFunction {

    /** Enough for a full PutEvents call and then some; each environment holds an own SDK client. */
    private static final int MAX_CONCURRENCY = 16;

    /** The service's limit of a synchronous answer. */
    private static final int MAX_ANSWER_BYTES = 6 * 1024 * 1024;

    private final FunctionDefinition definition;
    private final Map<String, String> environment;
    private final ConcurrentLinkedDeque<RequestStreamHandler> idle = new ConcurrentLinkedDeque<>();
    private final Semaphore concurrency = new Semaphore(MAX_CONCURRENCY);

    /**
     * Hosts a function; nothing of it is loaded yet.
     *
     * @param surroundings environment variables beside the template's, such as endpoints and credentials
     */
    public LambdaFunction(FunctionDefinition definition, Map<String, String> surroundings) {
        this.definition = definition;
        Map<String, String> all = new HashMap<>(surroundings);
        all.putAll(definition.environment());
        all.put("AWS_LAMBDA_FUNCTION_NAME", definition.name());
        this.environment = Map.copyOf(all);
    }

    public FunctionDefinition definition() {
        return definition;
    }

    /** Has an environment ready before the first invocation, as SnapStart does. */
    public LambdaFunction warm() {
        idle.push(Handlers.create(definition.handler(), environment));
        return this;
    }

    /** One synchronous invocation: JSON in, JSON out. */
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
            return Handlers.create(definition.handler(), environment);
        } catch (RuntimeException e) {
            throw new FunctionError(e);
        }
    }

    private byte[] run(RequestStreamHandler handler, byte[] payload) throws FunctionError {
        FutureTask<byte[]> invocation = new FutureTask<>(() -> {
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
