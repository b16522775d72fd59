package io.purchaseorders.local.template;

import java.util.Map;

/**
 * One Lambda function of the template.
 *
 * @param logicalId its name within the template
 * @param name its name within the account
 * @param arn without version or alias
 * @param handler the class that the managed runtime would load
 */
public record FunctionDefinition(
        String logicalId,
        String name,
        String arn,
        String handler,
        Map<String, String> environment,
        int timeoutSeconds,
        int memoryMegabytes) {

    public FunctionDefinition {
        environment = Map.copyOf(environment);
    }
}
