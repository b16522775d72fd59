package io.purchaseorders.local.cloudformation;

import java.util.Map;

/**
 * One Lambda function of the template.
 *
 * @param logicalId its name within the template
 * @param name its name within the account
 * @param arn without version or alias
 * @param handler the class that the managed runtime would load
 * @param roleReference what the template names its role by
 */
public record FunctionDefinition(
        String logicalId,
        String name,
        String arn,
        String handler,
        String roleReference,
        Map<String, String> environment,
        int timeoutSeconds,
        int memoryMegabytes) {

    public FunctionDefinition {
        environment = Map.copyOf(environment);
    }
}
