package io.purchaseorders.cli;

import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.apigateway.Gateway;
import io.purchaseorders.local.apigateway.Integrations;
import io.purchaseorders.local.apigateway.Issuer;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.faults.Faults;
import io.purchaseorders.local.host.StartProblem;
import io.purchaseorders.log.VerifierKey;
import io.purchaseorders.stores.dynamodb.ImmutableTables;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the template deploys, in this process. The one class of the commands that knows the stand-ins for AWS. */
final class EmbeddedSystem implements RunningSystem {

    private final LocalSystem system;
    private final GenerationsWatch generations;
    private final @Nullable Api api;

    /** The gateway, with the issuer whose tokens it takes. */
    private record Api(Issuer issuer, Gateway gateway) implements AutoCloseable {

        static Api start(int port, SystemSettings settings, URI events, Integrations integrations) {
            Optional<VerifierKey> logKey = settings.log()
                    .map(log ->
                            LogKeyFile.beside(log).readOrMake(LogSealing.ORIGIN).verifierKey());
            Issuer issuer = settings.data().map(Issuer::kept).orElseGet(() -> Issuer.start(0));
            try {
                return new Api(
                        issuer,
                        Gateway.start(
                                port,
                                issuer,
                                integrations,
                                address ->
                                        ConsoleSite.of(settings.console(), address, issuer.address(), events, logKey)));
            } catch (BindException e) {
                issuer.close();
                throw new UsageProblem(
                        "Port " + port + " is in use: stop what listens there, or choose another with --api-port.");
            }
        }

        @Override
        public void close() {
            gateway.close();
            issuer.close();
        }
    }

    private EmbeddedSystem(LocalSystem system, GenerationsWatch generations, @Nullable Api api) {
        this.system = system;
        this.generations = generations;
        this.api = api;
    }

    static EmbeddedSystem start(SystemSettings settings) {
        LocalSystem system;
        try {
            system = LocalSystem.startWithoutProjections(
                    StackTemplate.packaged(Map.of("Environment", Defaults.ENVIRONMENT)),
                    settings.dynamoDbPort(),
                    settings.eventsPort(),
                    settings.data().orElse(null),
                    settings.faults().isPresent()
                            ? Optional.of(new Faults(settings.faults().getAsLong()))
                            : Optional.empty(),
                    settings.log());
        } catch (StartProblem e) {
            throw new UsageProblem(String.valueOf(e.getMessage()));
        }
        try {
            LiveTables.tellKeys(system.dynamodbEndpoint(), eventKeys(system));
            return withGenerations(system, settings);
        } catch (StartProblem e) {
            system.close();
            throw new UsageProblem(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            system.close(); // Its threads would keep the process alive.
            throw e;
        }
    }

    private static Path eventKeys(LocalSystem system) {
        return system.secretFile(
                system.functions().aggregator().definition().environment().getOrDefault("EVENT_KEYS_SECRET", ""));
    }

    private static EmbeddedSystem withGenerations(LocalSystem system, SystemSettings settings) {
        GenerationsWatch generations = generations(system, settings);
        try {
            return new EmbeddedSystem(system, generations, api(system, settings));
        } catch (RuntimeException e) {
            generations.close();
            throw e;
        }
    }

    private static GenerationsWatch generations(LocalSystem system, SystemSettings settings) {
        return GenerationsWatch.start(
                GenerationTables.of(ImmutableTables.builder()
                        .from(LiveTables.local(system.dynamodbEndpoint(), Defaults.ENVIRONMENT))
                        .client(system.dynamo().client())
                        .build()),
                system.projections(),
                settings.timeZone(),
                System.err::println);
    }

    private static @Nullable Api api(LocalSystem system, SystemSettings settings) {
        if (settings.apiPort().isEmpty()) {
            return null;
        }
        Api api = Api.start(settings.apiPort().getAsInt(), settings, system.eventsEndpoint(), system::invoke);
        system.announceApi(api.gateway().address());
        return api;
    }

    @Override
    public URI dynamoDb() {
        return system.dynamodbEndpoint();
    }

    /** Where the keys of authentication codes are asked for. */
    URI secrets() {
        return system.secretsEndpoint();
    }

    @Override
    public URI events() {
        return system.eventsEndpoint();
    }

    @Override
    public URI api() {
        return started().gateway().address();
    }

    @Override
    public URI issuer() {
        return started().issuer().address();
    }

    private Api started() {
        if (api == null) {
            throw new IllegalStateException("This system was started without the API");
        }
        return api;
    }

    @Override
    public void close() {
        if (api != null) {
            api.close();
        }
        generations.close();
        system.close();
    }
}
