package io.purchaseorders.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All that a process ever held in memory at once, by the system's own account. */
public final class PeakMemory {

    private static final double KIBIBYTES = 1 << 10;
    private static final String PEAK = "VmHWM:";

    private PeakMemory() {}

    /** 0 where there is no Linux, and for a process that ended meanwhile. */
    public static double mebibytes(long process) {
        Path status = Path.of("/proc/" + process + "/status");
        try {
            for (String line : Files.isReadable(status) ? Files.readAllLines(status) : List.<String>of()) {
                if (line.startsWith(PEAK)) {
                    return Long.parseLong(line.substring(PEAK.length(), line.lastIndexOf(' '))
                                    .strip())
                            / KIBIBYTES;
                }
            }
        } catch (IOException ended) {
            return 0;
        }
        return 0;
    }
}
