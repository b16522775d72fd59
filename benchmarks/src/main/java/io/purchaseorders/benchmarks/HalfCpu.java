package io.purchaseorders.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A control group whose processes together get half a processor: 10 ms in every 20, the period that Lambda is seen to use.
 * The kernel does it, as it does where functions run.
 */
final class HalfCpu implements AutoCloseable {

    private static final Path GROUPS = Path.of("/sys/fs/cgroup");
    private static final String PERIOD_MICROS = "20000";
    private static final String QUOTA_MICROS = "10000";

    private final Path group;

    private HalfCpu(Path group) {
        this.group = group;
    }

    /** Nothing where this user may not make control groups, or there are none. */
    static Optional<HalfCpu> make() {
        String name = "orders-bench-" + ProcessHandle.current().pid();
        boolean isFirstVersion = Files.isDirectory(GROUPS.resolve("cpu"));
        Path group = isFirstVersion ? GROUPS.resolve("cpu").resolve(name) : GROUPS.resolve(name);
        try {
            Files.createDirectory(group);
        } catch (IOException refused) {
            return Optional.empty();
        }
        try {
            if (isFirstVersion) {
                Files.writeString(group.resolve("cpu.cfs_period_us"), PERIOD_MICROS);
                Files.writeString(group.resolve("cpu.cfs_quota_us"), QUOTA_MICROS);
            } else {
                Files.writeString(group.resolve("cpu.max"), QUOTA_MICROS + " " + PERIOD_MICROS);
            }
            return Optional.of(new HalfCpu(group));
        } catch (IOException noSuchController) {
            new HalfCpu(group).close();
            return Optional.empty();
        }
    }

    /** What to put before a command so that it begins in the group. */
    List<String> prefix() {
        return List.of("sh", "-c", "echo $$ >\"$0/cgroup.procs\" && exec \"$@\"", group.toString());
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(group);
        } catch (IOException stillInUse) {
            System.err.println("Left behind: " + group);
        }
    }
}
