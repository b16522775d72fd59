package io.purchaseorders.local.lambda;

import io.purchaseorders.local.cloudformation.Role;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Refuses what a function's role does not allow, as the service would: so whatever runs here has the permissions that it
 * needs there. Every SDK client of this process finds it through
 * {@code software/amazon/awssdk/global/handlers/execution.interceptors}; what runs outside of a function may do anything.
 */
public final class RoleEnforcement implements ExecutionInterceptor {

    private static final int REFUSED = 400;

    private static final Set<Granted> GRANTED = ConcurrentHashMap.newKeySet();

    /**
     * What a function was allowed since the start of this process.
     *
     * @param keys the pattern of partition keys by which it was
     */
    public record Granted(String functionLogicalId, String action, String resource, String keys) {}

    /** Every kind of call that a function with a role made. */
    public static Set<Granted> granted() {
        return Set.copyOf(GRANTED);
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        LambdaFunction.running()
                .ifPresent(function -> function.role().ifPresent(role -> {
                    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
                    for (Call call : Call.of(operation, context.request(), role.partitionKeys())) {
                        check(function, role, call);
                    }
                }));
    }

    private static void check(LambdaFunction function, Role role, Call call) {
        String keys = role.permission(call.action(), call.resource(), call.leadingKey())
                .orElseThrow(() -> refusal(function, role, call));
        GRANTED.add(new Granted(function.definition().logicalId(), call.action(), call.resource(), keys));
    }

    private static DynamoDbException refusal(LambdaFunction function, Role role, Call call) {
        String key = call.leadingKey().map(value -> " with the key " + value).orElse("");
        String message =
                "%s is not authorized to perform %s on %s%s: %s in cloudformation/iamroles.yaml does not allow it"
                        .formatted(function.definition().name(), call.action(), call.resource(), key, role.logicalId());
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
