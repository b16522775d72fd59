package io.purchaseorders.handlers.snapstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/** Stands before a server and counts the connections to it, those there were and those that are open. */
@NullMarked
final class CountingProxy implements AutoCloseable {

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();

    private final ServerSocket listening;
    private final URI server;

    CountingProxy(URI server) throws IOException {
        this.server = server;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "http://localhost:" + listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                opened.incrementAndGet();
                open.incrementAndGet();
                Socket behind = new Socket(server.getHost(), server.getPort());
                Thread.ofVirtual().start(() -> pipe(behind, client));
                Thread.ofVirtual().start(() -> {
                    pipe(client, behind);
                    open.decrementAndGet();
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Until the one side ends, which ends the other. */
    private static void pipe(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            return; // both are closed
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
