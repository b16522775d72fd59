package io.purchaseorders.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.NullMarked;

/** Lambda's context, for functions that ask it nothing. */
@NullMarked
public final class NoContext {

    public static final Context INSTANCE = (Context) Proxy.newProxyInstance(
            Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private NoContext() {}
}
