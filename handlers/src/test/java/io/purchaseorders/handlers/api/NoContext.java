package io.purchaseorders.handlers.api;

import com.amazonaws.services.lambda.runtime.Context;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.NullMarked;

/** Lambda's context, which the API asks nothing. */
@NullMarked
final class NoContext {

    static final Context INSTANCE = (Context) Proxy.newProxyInstance(
            Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private NoContext() {}
}
