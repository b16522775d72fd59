package io.purchaseorders.local.host;

import java.net.InetAddress;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty's servers without a pool of buffers. With that of Jetty 12.1.13, bytes of an overlong request were seen in the
 * answer to another one: by a race, in 3 of 4,760 answers, and in none of 40,000 without it.
 */
public final class HttpServers {

    private HttpServers() {}

    public static Server on(QueuedThreadPool threads) {
        return new Server(threads, null, new ByteBufferPool.NonPooling());
    }

    /** The interface that every stand-in listens on, and no other: none of them knows a password. */
    public static String host() {
        return InetAddress.getLoopbackAddress().getHostAddress();
    }

    /** Buffers of the heap: the others are dear where each is used once. */
    public static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setUseInputDirectByteBuffers(false);
        configuration.setUseOutputDirectByteBuffers(false);
        return configuration;
    }
}
