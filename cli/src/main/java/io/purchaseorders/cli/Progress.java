package io.purchaseorders.cli;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows on standard error how far the publishing is, once it takes longer than two seconds. */
final class Progress implements AutoCloseable {

    /** Set by the script, which alone can see whether standard error is a terminal. */
    static final String TERMINAL_PROPERTY = "orders.stderr.terminal";

    private static final long PATIENCE_MILLIS = 2_000;
    private static final long BAR_MILLIS = 250;
    private static final long PLAIN_MILLIS = 5_000;
    private static final int BAR_WIDTH = 79;

    private final Tally tally;
    private final long totalBytes;
    private final LongSupplier bytesRead;
    private final PrintStream target = System.err;
    private final Thread painter;
    private @Nullable ProgressBar bar;

    /** {@code totalBytes} is -1 where the input has no known end. */
    Progress(Tally tally, long totalBytes, LongSupplier bytesRead) {
        this.tally = tally;
        this.totalBytes = totalBytes;
        this.bytesRead = bytesRead;
        this.painter = Thread.ofVirtual().name("progress").start(this::paint);
    }

    private void paint() {
        boolean terminal = Boolean.getBoolean(TERMINAL_PROPERTY);
        try {
            Thread.sleep(PATIENCE_MILLIS);
            while (true) {
                if (terminal) {
                    draw();
                } else {
                    target.println(tally);
                }
                Thread.sleep(terminal ? BAR_MILLIS : PLAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void draw() {
        if (bar == null) {
            tally.barShown();
            bar = new ProgressBarBuilder()
                    .setTaskName("publishing")
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" events", 1)
                    .setInitialMax(-1)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(target, BAR_WIDTH))
                    .build();
        }
        long done = tally.published() + tally.failed();
        long read = bytesRead.getAsLong();
        if (totalBytes > 0 && read > 0) {
            // The file says how long it is, not how many lines it has.
            bar.maxHint(Math.max(done, Math.round((double) done * totalBytes / read)));
        }
        bar.stepTo(done);
    }

    @Override
    public void close() throws InterruptedException {
        painter.interrupt();
        painter.join(TimeUnit.SECONDS.toMillis(1));
        if (bar != null) {
            draw();
            bar.close();
        }
    }
}
