package io.purchaseorders.local.apigateway;

import io.purchaseorders.local.host.HttpServers;
import io.purchaseorders.local.host.RefusedRequests;
import java.net.BindException;
import java.net.URI;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP API of the local system: does what API Gateway and its Cognito authorizer do, by the same OpenAPI document,
 * and hands what passes to the function that the document names.
 */
public final class Gateway implements AutoCloseable {

    /** API Gateway's limit on the request line and all headers together. */
    private static final int HEADER_BYTES = 10_240;

    private final Server server;
    private final URI address;

    private Gateway(Server server, URI address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Starts on {@code port} of the loopback interface; 0 takes a free one.
     *
     * @throws BindException if the port is taken
     */
    public static Gateway start(int port, Issuer issuer, Integrations integrations) throws BindException {
        return start(port, issuer.address(), issuer.keys(), integrations, Gateway::nothing);
    }

    /**
     * The same with something beside the API.
     *
     * @param beside from the gateway's own address to what is asked first; what it does not handle is the API's
     */
    public static Gateway start(int port, Issuer issuer, Integrations integrations, Function<URI, Handler> beside)
            throws BindException {
        return start(port, issuer.address(), issuer.keys(), integrations, beside);
    }

    static Gateway start(int port, URI issuer, URI keys, Integrations integrations) throws BindException {
        return start(port, issuer, keys, integrations, Gateway::nothing);
    }

    private static Gateway start(
            int port, URI issuer, URI keys, Integrations integrations, Function<URI, Handler> beside)
            throws BindException {
        var threads = new QueuedThreadPool();
        threads.setName("gateway");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("gateway-"));
        var server = HttpServers.on(threads);

        var http = HttpServers.configuration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        // Encoded slashes and dots are legal in a sku; Routes works on the raw path and refuses what is malformed.
        http.setUriCompliance(UriCompliance.UNSAFE);
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(HttpServers.host());
        connector.setPort(port);
        server.addConnector(connector);

        // Bound before the handlers exist: they name the port.
        open(connector);
        var address = URI.create("http://localhost:" + connector.getLocalPort());
        var document = ApiDocument.packaged();
        var api = new ApiHandler(
                new Routes(document),
                new Compressor(document.compressedFrom()),
                new TokenCheck(issuer, keys),
                new ResourceMetadata(address, issuer),
                document.isBinary(),
                integrations);
        server.setHandler(new Handler.Sequence(beside.apply(address), api));
        server.setErrorHandler(new RefusedRequests(Gateway::refuse));
        begin(server);
        return new Gateway(server, address);
    }

    private static void refuse(Request request, Response response, int code, Callback callback) {
        boolean isOurs =
                code >= HttpStatus.INTERNAL_SERVER_ERROR_500 && code != HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505;
        Answers.write(
                request,
                response,
                callback,
                isOurs ? Problem.unavailable() : Problem.of(code, "The request is malformed or too large."));
    }

    private static Handler nothing(URI address) {
        return new Handler.Sequence();
    }

    /** Where it listens, without a slash at the end. */
    public URI address() {
        return address;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the gateway did not stop", e);
        }
    }

    private static void open(ServerConnector connector) throws BindException {
        try {
            connector.open();
        } catch (java.io.IOException e) {
            var refusal = new BindException("port " + connector.getPort() + " is in use");
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static void begin(Server server) {
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the gateway did not start", e);
        }
    }
}
