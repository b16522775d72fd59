package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody else on the network reaches a local system: none of its parts knows a password. */
class LoopbackTest {

    private static final int PATIENCE_MILLIS = 1_000;

    @Test
    void every_port_listens_on_the_loopback_interface_alone() throws IOException {
        try (RunningSystem system = EmbeddedSystem.start(
                ImmutableSystemSettings.builder().apiPort(0).build())) {
            for (URI address : List.of(system.api(), system.issuer(), system.dynamoDb(), system.events())) {
                assertThat(answers(InetAddress.getLoopbackAddress(), address.getPort()))
                        .as("%s on the loopback interface", address)
                        .isTrue();
                for (InetAddress other : others()) {
                    assertThat(answers(other, address.getPort()))
                            .as("%s on %s", address, other)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void a_port_on_every_interface_is_seen_here() throws IOException {
        try (var everywhere = new ServerSocket(0)) {
            assertThat(others()).allMatch(other -> answers(other, everywhere.getLocalPort()));
        }
    }

    /** Addresses of this machine at which only a port of every interface answers. */
    private static List<InetAddress> others() throws IOException {
        List<InetAddress> others = new ArrayList<>();
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            if (network.isUp() && !network.isLoopback()) {
                network.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress())
                        .forEach(others::add);
            }
        }
        if (System.getProperty("os.name").equals("Linux")) {
            others.add(
                    InetAddress.getByName("127.0.0.2")); // of the loopback interface, but not the address listened on
        }
        return others;
    }

    private static boolean answers(InetAddress address, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
