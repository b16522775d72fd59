package io.purchaseorders.local.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Answers which port of the loopback interface to listen on, before anything is started that would have to be stopped again. */
public final class Ports {

    private Ports() {}

    /**
     * The wanted port if nothing listens on it, a free one for 0.
     *
     * @param option the command-line option that chooses another, for the sentence that says so
     * @throws StartProblem if the port is taken
     */
    public static int claim(int wanted, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // As servers do: a connection in TIME_WAIT does not occupy the port.
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartProblem("Port " + wanted
                    + " is already in use; stop what listens there, or choose another with " + option + ".");
        }
    }
}
