package io.purchaseorders.local.cloudformation;

import io.purchaseorders.stream.MappingSettings;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/**
 * What one generation of projections consists of: a table, and the consumer of the events' stream that writes it.
 *
 * @param number 1 for the generation of main.yaml; a later one is a stack of projections.yaml
 * @param mapping how the function consumes the stream
 */
public record ProjectionsStack(
        int number,
        CreateTableRequest table,
        FunctionDefinition function,
        Optional<Role> role,
        MappingSettings mapping) {}
