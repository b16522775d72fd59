package io.purchaseorders.local.cli;

import io.purchaseorders.local.UsageProblem;

/** What the commands run: the one place where the command line meets the rest of the system. */
public record Parts(
        RunningSystem.Starter system, SampleEvents samples, Demonstration demonstration, Comparison comparison) {

    /** The parts of this build. */
    static Parts ofThisBuild() {
        return new Parts(
                (dynamoDbPort, eventsPort, data) -> {
                    throw missing("up");
                },
                (orders, seed, destination) -> {
                    throw missing("generate");
                },
                (orders, out) -> {
                    throw missing("demo");
                },
                (dynamoDbPort, environment, json, out) -> {
                    throw missing("replay");
                });
    }

    private static UsageProblem missing(String command) {
        return new UsageProblem("This build cannot " + command + " yet: take a later one.");
    }
}
