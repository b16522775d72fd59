package io.purchaseorders.local.lambda;

import io.purchaseorders.local.cloudformation.FunctionDefinition;
import io.purchaseorders.local.cloudformation.Role;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Refuses what a function's role does not allow, as the service would: so whatever runs here has the permissions that it
 * needs there. Every SDK client of this process finds it through
 * {@code software/amazon/awssdk/global/handlers/execution.interceptors}; what runs outside of a function may do anything,
 * unless it {@linkplain #as(Role, Callable) runs as} a role.
 */
public final class RoleEnforcement implements ExecutionInterceptor {

    private static final int REFUSED = 400;

    private static final Set<Granted> GRANTED = ConcurrentHashMap.newKeySet();

    /**
     * Inherited by the threads that are started meanwhile, so that their calls are held to it, too. They share what holds the role,
     * so that those of a pool, which live on, are rid of it with everybody.
     */
    private static final InheritableThreadLocal<AtomicReference<@Nullable Role>> ASSUMED =
            new InheritableThreadLocal<>();

    /**
     * What a function, or who runs as a role, was allowed since the start of this process.
     *
     * @param logicalId of the function, or of the role
     * @param keys the pattern of partition keys by which it was
     */
    public record Granted(String logicalId, String action, String resource, String keys) {}

    /** Does something as people do it who have taken on a role. */
    public static <T> T as(Role role, Callable<T> work) throws Exception {
        AtomicReference<@Nullable Role> assumed = new AtomicReference<>(role);
        ASSUMED.set(assumed);
        try {
            return work.call();
        } finally {
            assumed.set(null);
            ASSUMED.remove();
        }
    }

    /** Every kind of call that a function with a role made, or who runs as one. */
    public static Set<Granted> granted() {
        return Set.copyOf(GRANTED);
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        Optional<LambdaFunction> running = LambdaFunction.running();
        if (running.isPresent()) {
            FunctionDefinition function = running.get().definition();
            running.get()
                    .role()
                    .ifPresent(role -> Call.of(operation, context.request(), role.partitionKeys())
                            .forEach(call -> check(function.name(), function.logicalId(), role, call)));
        } else {
            Optional.ofNullable(ASSUMED.get())
                    .map(AtomicReference::get)
                    .ifPresent(role -> Call.of(operation, context.request(), role.partitionKeys())
                            .forEach(call -> check("who runs as " + role.logicalId(), role.logicalId(), role, call)));
        }
    }

    private static void check(String who, String logicalId, Role role, Call call) {
        String keys = role.permission(call.action(), call.resource(), call.leadingKey())
                .orElseThrow(() -> refusal(who, role, call));
        GRANTED.add(new Granted(logicalId, call.action(), call.resource(), keys));
    }

    private static DynamoDbException refusal(String who, Role role, Call call) {
        String key = call.leadingKey().map(value -> " with the key " + value).orElse("");
        String message =
                "%s is not authorized to perform %s on %s%s: %s in cloudformation/iamroles.yaml does not allow it"
                        .formatted(who, call.action(), call.resource(), key, role.logicalId());
        return (DynamoDbException) DynamoDbException.builder()
                .statusCode(REFUSED)
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDeniedException")
                        .errorMessage(message)
                        .serviceName("DynamoDb")
                        .build())
                .build();
    }
}
