package io.purchaseorders.local.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of this build in processes of their own, for tests that kill them or look at them from outside. */
public final class Programs {

    /** What {@code ./orders} runs every command with. */
    private static final List<String> OPTIONS = List.of(
            "-Xlog:disable",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** And a short one, for which the second compiler does not pay off. */
    public static final String SHORT = "-XX:TieredStopAtLevel=1";

    private Programs() {}

    /** This build and whatever it needs. */
    public static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** A short program's command, with the class path of this JVM. */
    public static List<String> command(String program, String... arguments) {
        return command(List.of(SHORT), classPath(), program, arguments);
    }

    /**
     * The command of a program.
     *
     * @param options of the JVM
     * @param program the full name of its class
     */
    public static List<String> command(List<String> options, String classPath, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, program));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A port of the loopback interface on which nothing listens. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same as an argument. */
    public static String freePortText() {
        return Integer.toString(freePort());
    }
}
