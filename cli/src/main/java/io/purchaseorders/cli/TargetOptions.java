package io.purchaseorders.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.stores.Generations;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Which running system a command reads, with one sentence for each way in which that can fail. */
final class TargetOptions {

    @Option(
            names = "--dynamodb-port",
            paramLabel = "PORT",
            defaultValue = Defaults.DYNAMODB_PORT,
            description = "Where the tables of this machine are (${DEFAULT-VALUE}).")
    private int dynamoDbPort;

    @Option(
            names = "--env",
            paramLabel = "NAME",
            defaultValue = Defaults.ENVIRONMENT,
            converter = EnvironmentName.class,
            description = "The environment in the tables' names (${DEFAULT-VALUE}).")
    private String environment = Defaults.ENVIRONMENT;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Reads the tables of AWS in this region, with the SDK's credentials, and no local ones.")
    private @Nullable String region;

    @Option(
            names = "--settings-of",
            paramLabel = "NAME",
            converter = EnvironmentName.class,
            description = "With --region, for restored tables: the environment whose stack says the time zone.")
    private @Nullable String settingsOf;

    /** Something that is read from the tables. */
    @FunctionalInterface
    interface Reading<T> {
        T from(LiveTables live) throws InterruptedException;
    }

    /** Reads a system whose live projections are there. */
    <T> T read(CommandSpec spec, Reading<T> reading) {
        return readEvenIfLost(spec, live -> reading.from(live.requireTable()));
    }

    /** Reads a system that may have lost the table of its live projections. */
    <T> T readEvenIfLost(CommandSpec spec, Reading<T> reading) {
        Ranges.requirePort(spec, "--dynamodb-port", dynamoDbPort);
        URI local = URI.create("http://localhost:" + dynamoDbPort);
        String dynamoDb = region == null ? local.toString() : "DynamoDB in " + region;
        if (region == null && !listens(local)) {
            throw silence(dynamoDb);
        }
        try {
            return reading.from(tables(local));
        } catch (SdkClientException e) {
            if (region != null) {
                throw new UsageProblem(dynamoDb + " cannot be reached: " + e.getMessage());
            }
            throw silence(dynamoDb);
        } catch (Generations.RefusedException e) {
            throw new UsageProblem(String.valueOf(e.getMessage()));
        } catch (ResourceNotFoundException e) {
            throw new UsageProblem("There are no tables of the environment " + environment + " at " + dynamoDb
                    + ": name another with --env.");
        } catch (DynamoDbException e) {
            if (region != null) {
                throw new UsageProblem(dynamoDb + " refused (HTTP " + e.statusCode() + "): " + e.getMessage());
            }
            throw new UsageProblem("What answers at " + dynamoDb + " is not the tables' DynamoDB (HTTP "
                    + e.statusCode() + "): name its port with --dynamodb-port.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageProblem("Interrupted before the end: run it again.");
        }
    }

    private LiveTables tables(URI local) {
        if (region == null) {
            return LiveTables.at(local, environment);
        }
        return settingsOf == null
                ? LiveTables.in(region, environment)
                : LiveTables.restored(region, environment, settingsOf);
    }

    private static UsageProblem silence(String dynamoDb) {
        return new UsageProblem("Nothing answers at " + dynamoDb
                + ": start the system with ./orders up, or name its port with --dynamodb-port.");
    }

    /** Asked first, because the SDK would try for seconds. */
    private static boolean listens(URI local) {
        try (Socket connected = new Socket(local.getHost(), local.getPort())) {
            return connected.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a deployed stack is meant, and not this machine. */
    boolean isOnAws() {
        return region != null;
    }

    /** The region of the deployed stack that is meant. */
    String region() {
        return Objects.requireNonNull(region, "asked of a deployed stack only");
    }

    String environment() {
        return environment;
    }

    /** The options that name a deployed stack in commands that are told; empty for this machine. */
    String suffix() {
        return region == null ? "" : " --region " + region + " --env " + environment;
    }

    /** What brings the generations of this system the stream's records. */
    Feed feed(CommandSpec spec, GenerationTables tables) {
        return region == null
                ? new RegisteredFeed(tables.register())
                : new MappedFeed(region, environment, tables, spec.commandLine().getErr());
    }

    static String json(Object value) {
        try {
            return JsonMapper.builder().build().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text and numbers can always be written", e);
        }
    }
}
