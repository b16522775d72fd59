package io.purchaseorders.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/** What to run as Lambda would: which function, from where, and under which limits. */
@Value.Immutable
public interface FunctionLaunch {

    /** The folder that the function's archive was unpacked to; Lambda's is {@code /var/task}. */
    Path taskRoot();

    /** The folder of the runtime interface client's jars, which the managed runtime brings. */
    Path client();

    /** The handler's class, as in the template. */
    String handler();

    /** The function's own variables; those of the runtime itself are added. */
    Map<String, String> environment();

    @Value.Default
    default String name() {
        return handler().substring(handler().lastIndexOf('.') + 1);
    }

    @Value.Default
    default int memoryMegabytes() {
        return 1024;
    }

    @Value.Default
    default Duration timeout() {
        return Duration.ofSeconds(30);
    }

    /** Whether the process is primed as for a snapshot before its first invocation. */
    @Value.Default
    default boolean snapStart() {
        return false;
    }

    @Value.Default
    default Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** What to put before the command, such as {@code taskset -c 0} for one CPU. */
    List<String> prefix();

    /**
     * The managed runtime's choices: the first compiler alone and the serial collector; its heap is most of the
     * function's memory.
     */
    @Value.Default
    default List<String> jvmOptions() {
        return List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:MaxHeapSize=" + memoryMegabytes() * 4L / 5 + "m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }
}
