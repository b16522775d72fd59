package io.purchaseorders.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a stream handler of any handler class, choosing the serializers as the managed runtime does
 * (EventHandlerLoader of aws-lambda-java-runtime-interface-client).
 */
final class Handlers {

    private Handlers() {}

    static RequestStreamHandler create(String className, Map<String, String> environment) {
        try {
            Class<?> type = Class.forName(className);
            Object handler = type.getConstructor(Map.class).newInstance(environment);
            return switch (handler) {
                case RequestStreamHandler streams -> streams;
                case RequestHandler<?, ?> objects -> adapt(objects);
                default -> throw new IllegalArgumentException(className + " is no Lambda handler");
            };
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(className + " could not be constructed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    className + " cannot be loaded; it needs a public constructor (Map<String, String> environment)",
                    e);
        }
    }

    @SuppressWarnings("unchecked")
    private static RequestStreamHandler adapt(RequestHandler<?, ?> handler) {
        Type[] arguments = typeArguments(handler.getClass());
        PojoSerializer<Object> in = serializer(arguments[0]);
        PojoSerializer<Object> out = serializer(arguments[1]);
        RequestHandler<Object, @Nullable Object> untyped = (RequestHandler<Object, @Nullable Object>) handler;
        return (input, output, context) -> out.toJson(untyped.handleRequest(in.fromJson(input), context), output);
    }

    @SuppressWarnings("unchecked")
    private static PojoSerializer<Object> serializer(Type type) {
        if (type instanceof Class<?> event && LambdaEventSerializers.isLambdaSupportedEvent(event.getName())) {
            return (PojoSerializer<Object>)
                    LambdaEventSerializers.serializerFor(event, Handlers.class.getClassLoader());
        }
        return JacksonFactory.getInstance().getSerializer(type);
    }

    private static Type[] typeArguments(Class<?> handler) {
        for (Type implemented : handler.getGenericInterfaces()) {
            if (implemented instanceof ParameterizedType parameterized
                    && parameterized.getRawType() == RequestHandler.class) {
                return parameterized.getActualTypeArguments();
            }
        }
        throw new IllegalArgumentException(
                handler.getName() + " must itself name the types of its RequestHandler<I, O>");
    }
}
