package io.purchaseorders.local.dynamodb;

import io.purchaseorders.local.host.Ports;
import io.purchaseorders.local.host.StartProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * DynamoDB and DynamoDB Streams over HTTP, in this process, with the given tables.
 *
 * <p>Given a directory everything is kept in one SQLite file there. What a killed process leaves behind was tried with
 * DynamoDB Local 3.3.1: every acknowledged write is there again, and so is the stream, under the same ARN, with the same
 * shard, records and sequence numbers, so that a reader's remembered position stays good. Sequence
 * numbers count the writes to all tables, so they leave gaps. Stream records carry the region
 * {@code ddblocal} and an approximate creation time cut to the minute.
 */
public final class LocalDynamo implements AutoCloseable {

    private static final String OPTION = "--dynamodb-port";

    private static final Duration FILE_IS_FREE_WITHIN = Duration.ofMinutes(2);
    private static final int SERVER_ERROR = 500;

    private final DynamoServer server;
    private final @Nullable FileChannel lock;
    private final URI endpoint;
    private final DynamoDbClient client;
    private final DynamoDbStreamsClient streams;
    private @Nullable WriteAheadLog log;

    private LocalDynamo(
            DynamoServer server,
            @Nullable FileChannel lock,
            URI endpoint,
            DynamoDbClient client,
            DynamoDbStreamsClient streams) {
        this.server = server;
        this.lock = lock;
        this.endpoint = endpoint;
        this.client = client;
        this.streams = streams;
    }

    /**
     * Starts the server and creates those tables that are absent.
     *
     * @param port 0 for any free one
     * @param directory where to keep the tables, null for in memory
     * @throws StartProblem if the port or the directory is in use
     */
    public static LocalDynamo start(int port, @Nullable Path directory, List<CreateTableRequest> tables) {
        int claimed = Ports.claim(port, OPTION);
        URI endpoint = URI.create("http://localhost:" + claimed);
        // The SDK's classes take as long to load as the server does, so both happen at once.
        var client = CompletableFuture.supplyAsync(
                () -> connected(DynamoDbClient.builder(), endpoint).build());
        var streams = CompletableFuture.supplyAsync(
                () -> connected(DynamoDbStreamsClient.builder(), endpoint).build());
        FileChannel lock = directory == null ? null : lock(directory);
        LocalDynamo dynamo;
        try {
            DynamoServer server = DynamoServer.start(claimed, directory);
            dynamo = new LocalDynamo(server, lock, endpoint, server.near(client.join()), server.near(streams.join()));
        } catch (Exception e) {
            closeQuietly(lock);
            throw new IllegalStateException("DynamoDB Local did not start on port " + claimed, e);
        }
        try {
            dynamo.awaitFile();
            dynamo.create(tables);
            if (directory != null) {
                dynamo.log = WriteAheadLog.start(directory);
            }
            return dynamo;
        } catch (RuntimeException e) {
            dynamo.close(); // Its threads would keep the process alive.
            throw e;
        }
    }

    public URI endpoint() {
        return endpoint;
    }

    public int port() {
        return endpoint.getPort();
    }

    /** For those who ask all the time: what it queries, as what the other one reads of streams, does not go through HTTP. */
    public DynamoDbClient client() {
        return client;
    }

    public DynamoDbStreamsClient streams() {
        return streams;
    }

    /** A builder set to talk to an endpoint on this machine, whatever the user's environment says for AWS. */
    public static <B extends AwsClientBuilder<B, ?>> B connected(B builder, URI endpoint) {
        builder.endpointOverride(endpoint)
                .defaultsMode(DefaultsMode.LEGACY)
                .fipsEnabled(false)
                .dualstackEnabled(false)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
        if (builder instanceof SdkSyncClientBuilder<?, ?> sync) {
            sync.httpClientBuilder(UrlConnectionHttpClient.builder()
                    .proxyConfiguration(ProxyConfiguration.builder()
                            .useSystemPropertyValues(false)
                            .useEnvironmentVariablesValues(false)
                            .build()));
        }
        return builder;
    }

    /** Two servers on one SQLite file would each hold an own idea of it; the lock goes with the process that dies. */
    private static FileChannel lock(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException e) {
                // This very process holds it.
            }
            channel.close();
        } catch (IOException e) {
            throw new StartProblem("The data directory " + directory + " cannot be written (" + e.getMessage()
                    + "); choose another with --data.");
        }
        throw new StartProblem("The data directory " + directory
                + " is in use by another process; stop that one, or choose another with --data.");
    }

    /** A server that was stopped in this process a moment ago may still hold the file, which the new one answers with 500. */
    private void awaitFile() {
        long deadline = System.nanoTime() + FILE_IS_FREE_WITHIN.toNanos();
        while (true) {
            try {
                client.listTables();
                return;
            } catch (DynamoDbException held) {
                if (held.statusCode() < SERVER_ERROR || System.nanoTime() > deadline) {
                    throw held;
                }
            }
        }
    }

    /** Whether there is a table of this name. */
    public boolean has(String table) {
        return client.listTables().tableNames().contains(table);
    }

    /** Removes a table, if it is there. */
    public void drop(String table) {
        if (has(table)) {
            client.deleteTable(request -> request.tableName(table));
        }
    }

    /** Creates those tables that are absent. */
    public void create(List<CreateTableRequest> tables) {
        List<String> present = client.listTables().tableNames();
        tables.stream().filter(table -> !present.contains(table.tableName())).forEach(client::createTable);
    }

    @Override
    public void close() {
        client.close();
        streams.close();
        if (log != null) {
            log.close();
        }
        try {
            server.close();
        } finally {
            closeQuietly(lock);
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }
}
