package io.purchaseorders.cli;

import io.purchaseorders.local.apigateway.Gateway;
import io.purchaseorders.local.apigateway.Issuer;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An API without a system, to run {@code up} on; also a program of its own, which can be interrupted. */
final class StandInSystem implements RunningSystem {

    private final SystemSettings settings;
    private final Issuer issuer = Issuer.start(0);
    private final Gateway gateway;

    private StandInSystem(SystemSettings settings) {
        this.settings = settings;
        try {
            gateway = Gateway.start(
                    settings.apiPort().orElse(0),
                    issuer,
                    (alias, request) -> "{\"statusCode\":200,\"body\":\"{}\"}".getBytes(StandardCharsets.UTF_8));
        } catch (BindException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] arguments) {
        var parts = new Parts(
                StandInSystem::new, (orders, seed, destination) -> {}, out -> true, (live, json, out) -> true);
        System.exit(Orders.commandLine(parts).execute(arguments));
    }

    @Override
    public URI dynamoDb() {
        return URI.create("http://localhost:" + settings.dynamoDbPort());
    }

    @Override
    public URI events() {
        return URI.create("http://localhost:" + settings.eventsPort());
    }

    @Override
    public URI api() {
        return gateway.address();
    }

    @Override
    public URI issuer() {
        return issuer.address();
    }

    @Override
    public void close() {
        gateway.close();
        issuer.close();
        System.out.println("closed");
    }
}
