package io.purchaseorders.local.dynamodb;

import io.purchaseorders.local.host.HttpServers;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * The handlers of DynamoDB Local in a server of ours: its own listens on every interface, where whoever shares the network
 * could change the tables, and wants to tell its maker of each start.
 */
final class DynamoServer implements AutoCloseable {

    /** Its native library tells of every file that it opens. Held, or the level would go with the logger. */
    private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

    private final Server server;
    private final LocalDynamoDBServerHandler handler;

    private DynamoServer(Server server, LocalDynamoDBServerHandler handler) {
        this.server = server;
        this.handler = handler;
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
        return new DynamoServer(server, handler);
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
