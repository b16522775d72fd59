package io.purchaseorders.handlers.simulation;

import com.amazonaws.services.lambda.runtime.Context;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/** Lambda's context of an invocation that gets slower than it has time for. */
@NullMarked
final class ShortOfTime {

    /** The function asks before and after each part. */
    private static final int QUESTIONS_A_PART = 2;

    private ShortOfTime() {}

    static Context after(int parts) {
        AtomicInteger asked = new AtomicInteger();
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getRemainingTimeInMillis")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return asked.getAndIncrement() < parts * QUESTIONS_A_PART ? 100_000 : 4_000;
                });
    }
}
