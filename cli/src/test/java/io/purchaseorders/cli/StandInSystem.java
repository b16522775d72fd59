package io.purchaseorders.cli;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A system without anything in it, to run {@code up} on; also a program of its own, which can be interrupted. */
final class StandInSystem implements RunningSystem {

    private final int dynamoDbPort;
    private final int eventsPort;

    private StandInSystem(int dynamoDbPort, int eventsPort) {
        this.dynamoDbPort = dynamoDbPort;
        this.eventsPort = eventsPort;
    }

    public static void main(String[] arguments) {
        var parts = new Parts(
                (dynamoDbPort, eventsPort, data, faults) -> new StandInSystem(dynamoDbPort, eventsPort),
                (orders, seed, destination) -> {},
                out -> true,
                (live, json, out) -> true);
        System.exit(Orders.commandLine(parts).execute(arguments));
    }

    @Override
    public UnaryOperator<byte[]> orderApi() {
        return request -> "{\"statusCode\":200,\"body\":\"{}\"}".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public URI dynamoDb() {
        return URI.create("http://localhost:" + dynamoDbPort);
    }

    @Override
    public URI events() {
        return URI.create("http://localhost:" + eventsPort);
    }

    @Override
    public void close() {
        System.out.println("closed");
    }
}
