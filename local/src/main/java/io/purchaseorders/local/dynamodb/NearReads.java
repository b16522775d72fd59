package io.purchaseorders.local.dynamodb;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client that asks the engine in this process for what is read all the time. An idle system does nothing but look whether
 * something came, dozens of times a second, and signing, HTTP and JSON are nearly all of what such a look costs. What the
 * engine refuses is asked again over HTTP, where the SDK says by its own exceptions what is wrong.
 *
 * @param far what all other requests go through
 * @param read the method of the client that the engine answers
 * @param request of the class {@code Q} of its only argument
 */
record NearReads<C, Q>(C far, String read, Class<Q> request, Function<Q, Object> engine) implements InvocationHandler {

    /** The client, of this interface of the SDK's. */
    C client(Class<C> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
    }

    @Override
    public @Nullable Object invoke(Object client, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (isOfInterface(method)) {
            return InvocationHandler.invokeDefault(client, method, arguments);
        }
        if (method.getName().equals(read) && arguments != null && request.isInstance(arguments[0])) {
            try {
                return engine.apply(request.cast(arguments[0]));
            } catch (RuntimeException refused) {
                // Asked again below.
            }
        }
        try {
            return method.invoke(far, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    /** Whether the interface alone says what the method does, by others of its methods: pages, requests that are built on the way. */
    private boolean isOfInterface(Method method) throws NoSuchMethodException {
        return method.isDefault()
                && far.getClass()
                        .getMethod(method.getName(), method.getParameterTypes())
                        .isDefault();
    }
}
