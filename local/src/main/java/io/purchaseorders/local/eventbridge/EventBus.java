package io.purchaseorders.local.eventbridge;

import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.host.HttpServers;
import io.purchaseorders.local.host.Ports;
import io.purchaseorders.local.host.RefusedRequests;
import io.purchaseorders.local.sqs.Queues;
import java.net.URI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * EventBridge's PutEvents on this machine, with the template's buses and rules. It answers once the queues that the rules
 * lead to hold the events durably; what becomes of them later is not the publisher's to wait for.
 */
public final class EventBus implements AutoCloseable {

    private static final String OPTION = "--events-port";

    private final Server server;
    private final ApiAddress apiAddress;
    private final OwnPages ownPages;
    private final int port;

    private EventBus(Server server, ApiAddress apiAddress, OwnPages ownPages, int port) {
        this.server = server;
        this.apiAddress = apiAddress;
        this.ownPages = ownPages;
        this.port = port;
    }

    /**
     * Starts the server.
     *
     * @param port 0 for any free one
     * @param queues the targets of rules
     * @throws io.purchaseorders.local.host.StartProblem if the port is in use
     */
    public static EventBus start(int port, StackTemplate template, Queues queues) {
        int claimed = Ports.claim(port, OPTION);
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("event-bus");
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        Server server = HttpServers.on(threads);
        ServerConnector connector =
                new ServerConnector(server, 1, 1, new HttpConnectionFactory(HttpServers.configuration()));
        connector.setHost(HttpServers.host());
        connector.setPort(claimed);
        server.addConnector(connector);
        ApiAddress apiAddress = new ApiAddress();
        OwnPages ownPages = new OwnPages();
        server.setHandler(
                new Handler.Sequence(ownPages, apiAddress, new PutEventsHandler(new Router(template, queues))));
        server.setErrorHandler(new RefusedRequests(PutEventsHandler::refuse));
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("The event bus did not start on port " + claimed, e);
        }
        return new EventBus(server, apiAddress, ownPages, claimed);
    }

    /** From now on {@code GET /} tells where the API of this system is, and pages from there may publish. */
    public void announceApi(URI api) {
        ownPages.announce(api);
        apiAddress.announce(api);
    }

    public int port() {
        return port;
    }

    public URI endpoint() {
        return URI.create("http://localhost:" + port);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The event bus did not stop", e);
        }
    }
}
