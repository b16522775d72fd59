package io.purchaseorders.benchmarks.fold;

import io.purchaseorders.benchmarks.Answer;
import io.purchaseorders.replay.export.DayTotals;
import io.purchaseorders.replay.export.ExportFolder;
import io.purchaseorders.replay.export.ExportReplay;
import java.nio.file.Path;
import java.time.ZoneOffset;

/** Ours: the byte-level reader and the compact fold, as {@code ./orders replay --export} has them. */
final class OurFold implements Fold {

    private static final long MEMORY = 512L << 20;

    @Override
    public Iterable<String> answer(Path export) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        try (ExportReplay replay = new ExportReplay(ExportFolder.under(export), ZoneOffset.UTC, MEMORY, cores)) {
            replay.read();
            DayTotals totals = replay.totalsByDay();
            return () -> Answer.ours(totals).entrySet().stream()
                    .map(row -> row.getKey() + "=" + row.getValue())
                    .iterator();
        }
    }
}
