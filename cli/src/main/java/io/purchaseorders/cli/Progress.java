package io.purchaseorders.cli;

import java.io.PrintStream;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows on standard error how far something is, once it takes longer than two seconds. */
final class Progress implements AutoCloseable {

    /** Set by the script, which alone can see whether standard error is a terminal. */
    static final String TERMINAL_PROPERTY = "orders.stderr.terminal";

    private static final long PATIENCE_MILLIS = 2_000;
    private static final long BAR_MILLIS = 250;
    private static final long PLAIN_MILLIS = 5_000;
    private static final int BAR_WIDTH = 79;

    private final String task;
    private final LongSupplier done;
    private final LongSupplier total;
    private final Supplier<String> line;
    private final Runnable barShown;
    private final PrintStream target = System.err;
    private final Thread painter;
    private @Nullable ProgressBar bar;

    /** Of publishing a file; {@code totalBytes} is -1 where the input has no known end. */
    static Progress ofFile(Tally tally, long totalBytes, LongSupplier bytesRead) {
        LongSupplier done = () -> tally.published() + tally.failed();
        // The file says how long it is, not how many lines it has.
        LongSupplier total = () -> {
            long read = bytesRead.getAsLong();
            return totalBytes > 0 && read > 0
                    ? Math.max(done.getAsLong(), Math.round((double) done.getAsLong() * totalBytes / read))
                    : -1;
        };
        return new Progress("publishing", done, total, tally::toString, tally::barShown);
    }

    /** Of so many events that are counted one by one. */
    static Progress ofEvents(String task, long total, LongSupplier done) {
        var estimate = new TimeLeft(total);
        Supplier<String> line = () -> {
            long now = done.getAsLong();
            OptionalLong seconds = estimate.seconds(now, System.nanoTime());
            return "%s: %,d of %,d events%s"
                    .formatted(
                            task,
                            now,
                            total,
                            seconds.isPresent() ? ", about %d s left".formatted(seconds.getAsLong()) : "");
        };
        return new Progress(task, done, () -> total, line, () -> {});
    }

    private Progress(String task, LongSupplier done, LongSupplier total, Supplier<String> line, Runnable barShown) {
        this.task = task;
        this.done = done;
        this.total = total;
        this.line = line;
        this.barShown = barShown;
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
                    target.println(line.get());
                }
                Thread.sleep(terminal ? BAR_MILLIS : PLAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void draw() {
        if (bar == null) {
            barShown.run();
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" events", 1)
                    .setInitialMax(-1)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(target, BAR_WIDTH))
                    .build();
        }
        long all = total.getAsLong();
        if (all > 0) {
            bar.maxHint(all);
        }
        bar.stepTo(done.getAsLong());
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
