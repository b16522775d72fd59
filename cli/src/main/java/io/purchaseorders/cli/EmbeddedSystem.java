package io.purchaseorders.cli;

import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.StartProblem;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.faults.Faults;
import io.purchaseorders.local.lambda.FunctionError;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the template deploys, in this process. */
final class EmbeddedSystem implements RunningSystem {

    private final LocalSystem system;

    private EmbeddedSystem(LocalSystem system) {
        this.system = system;
    }

    static EmbeddedSystem start(int dynamoDbPort, int eventsPort, @Nullable Path data, Optional<Faults> faults) {
        try {
            return new EmbeddedSystem(
                    LocalSystem.start(StackTemplate.packaged(), dynamoDbPort, eventsPort, data, faults));
        } catch (StartProblem e) {
            throw new UsageProblem(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public UnaryOperator<byte[]> orderApi() {
        var function = system.functions().api();
        return request -> {
            try {
                return function.invoke(request);
            } catch (FunctionError e) {
                throw new IllegalStateException(e);
            }
        };
    }

    @Override
    public URI dynamoDb() {
        return system.dynamodbEndpoint();
    }

    @Override
    public URI events() {
        return system.eventsEndpoint();
    }

    @Override
    public void close() {
        system.close();
    }
}
