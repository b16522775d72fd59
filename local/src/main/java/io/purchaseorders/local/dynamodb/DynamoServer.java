package io.purchaseorders.local.dynamodb;

import io.purchaseorders.local.host.HttpServers;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * The handlers of DynamoDB Local in a server of ours: its own listens on every interface, where whoever shares the network
 * could change the tables, and wants to tell its maker of each start.
 */
final class DynamoServer implements AutoCloseable {

    /** Its native library tells of every file that it opens. Held, or the level would go with the logger. */
    private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

    /** Of all tables in one database, whoever asks. */
    private static final String ANYBODY = "local";

    private final Server server;
    private final LocalDynamoDBServerHandler handler;
    private final LocalDynamoDBRequestHandler requests;

    private DynamoServer(Server server, LocalDynamoDBServerHandler handler, LocalDynamoDBRequestHandler requests) {
        this.server = server;
        this.handler = handler;
        this.requests = requests;
    }

    /**
     * Starts on {@code port} of the loopback interface.
     *
     * @param directory where to keep the tables, null for in memory
     */
    static DynamoServer start(int port, @Nullable Path directory) throws Exception {
        SQLITE.setLevel(Level.WARNING);
        var requests = new LocalDynamoDBRequestHandler(
                0, directory == null, directory == null ? null : directory.toString(), true, false);
        var handler = new LocalDynamoDBServerHandler(requests, null);
        var server = new Server();
        var connector = new ServerConnector(server);
        connector.setHost(HttpServers.host());
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new ContextHandler(handler, "/"));
        server.start();
        return new DynamoServer(server, handler, requests);
    }

    /** The same client, whose queries do not go through HTTP. */
    DynamoDbClient near(DynamoDbClient far) {
        return new NearReads<>(far, "query", QueryRequest.class, query -> requests.query(ANYBODY, ANYBODY, query))
                .client(DynamoDbClient.class);
    }

    /** The same client, whose reads of records do not go through HTTP. */
    DynamoDbStreamsClient near(DynamoDbStreamsClient far) {
        return new NearReads<>(
                        far,
                        "getRecords",
                        GetRecordsRequest.class,
                        records -> requests.getRecords(ANYBODY, ANYBODY, records))
                .client(DynamoDbStreamsClient.class);
    }

    @Override
    public void close() {
        try {
            server.stop();
            handler.close();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not stop", e);
        }
    }
}
