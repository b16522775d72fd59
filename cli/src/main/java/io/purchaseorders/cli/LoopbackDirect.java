package io.purchaseorders.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses proxies as the JVM is told to, but none on the way from this machine to itself. */
final class LoopbackDirect extends ProxySelector {

    private final @Nullable ProxySelector others;

    LoopbackDirect(@Nullable ProxySelector others) {
        this.others = others;
    }

    @Override
    public List<Proxy> select(URI uri) {
        return others == null || isLoopback(uri.getHost()) ? List.of(Proxy.NO_PROXY) : others.select(uri);
    }

    /** Names are not looked up: behind a proxy that may be impossible, and slow. */
    static boolean isLoopback(@Nullable String host) {
        if (host == null) {
            return false;
        }
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        if (!host.matches("[0-9.]+|\\[[0-9A-Fa-f:.]+]")) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        if (others != null) {
            others.connectFailed(uri, address, failure);
        }
    }
}
