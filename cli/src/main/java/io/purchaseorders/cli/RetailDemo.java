package io.purchaseorders.cli;

import io.purchaseorders.events.Decimals;
import io.purchaseorders.projections.totals.ByCustomer;
import io.purchaseorders.projections.totals.ByProduct;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Overall;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.Replay.Report;
import io.purchaseorders.stores.ProjectionReader;
import io.purchaseorders.stores.ProjectionReader.TotalsRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** The main job on the orders that a British gift wholesaler took in December 2010. */
final class RetailDemo implements Demonstration {

    private static final String SAMPLE = "/data/online-retail-december-2010.ndjson.gz";
    private static final String CURRENCY = "GBP";
    private static final int TOP = 10;
    private static final int CONCURRENCY = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 250;

    private final RunningSystem.Starter starter;

    RetailDemo(RunningSystem.Starter starter) {
        this.starter = starter;
    }

    @Override
    public boolean run(PrintWriter out) {
        try (RunningSystem system =
                starter.start(ImmutableSystemSettings.builder().build())) {
            LiveTables live = LiveTables.at(system.dynamoDb(), Defaults.ENVIRONMENT);
            Tally tally = publish(system, out);
            if (tally.failed() > 0) {
                return false;
            }
            out.println(tally);
            awaitProjections(live.totals(), tally.published(), out);
            // Rows are written side by side: those under ALL may be ahead of others until the last batch is complete.
            Report report = live.replay().settled();
            print(live.totals().allTotals().toList(), out);
            out.println(LiveComparison.text(report));
            return report.isEqual() && report.eventCount() == tally.published();
        } catch (IOException e) {
            throw new UsageProblem("The sample orders cannot be read (" + e.getMessage() + "): build again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageProblem("The demonstration was interrupted before its end: run it again.");
        }
    }

    /** Publishes the sample orders into a running system and says how many events there were. */
    static void publishInto(RunningSystem system, PrintWriter out) throws InterruptedException {
        try {
            out.println(publish(system, out));
            out.flush();
        } catch (IOException e) {
            throw new UsageProblem("The sample orders cannot be read (" + e.getMessage() + "): build again.");
        }
    }

    private static Tally publish(RunningSystem system, PrintWriter out) throws IOException, InterruptedException {
        out.println("publishing the orders of an online shop, December 2010 (UCI Online Retail, CC BY 4.0)");
        out.flush();
        Tally tally = new Tally(out);
        try (InputStream sample = RetailDemo.class.getResourceAsStream(SAMPLE)) {
            if (sample == null) {
                throw new IOException(SAMPLE + " is missing");
            }
            LineReader lines = new LineReader(new GZIPInputStream(sample));
            try (var client = EventBridges.at(system.events(), CONCURRENCY);
                    var progress = new Progress(tally, -1, lines::bytesRead)) {
                new Publisher(client, Defaults.BUS, CONCURRENCY, Backoff.PATIENT, tally, entry -> {})
                        .run(lines, Long.MAX_VALUE);
            }
        }
        return tally;
    }

    /** Every applied event counts once under ALL, so the projections are there when that sum is. */
    private static void awaitProjections(ProjectionReader totals, long published, PrintWriter out)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long begun = System.nanoTime();
        while (applied(totals) < published) {
            if (System.nanoTime() > deadline) {
                throw new UsageProblem("The projections did not take in all events within " + PATIENCE.toSeconds()
                        + " s: the machine is overloaded, try again.");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        out.printf(
                "the projections hold all %,d events, %d ms after the last one%n",
                published, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    private static long applied(ProjectionReader totals) {
        return totals.totals(Overall.KEY, Granularity.MONTH, Optional.empty(), Optional.empty())
                .map(row -> row.measures().get(Measure.EVENTS))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .longValueExact();
    }

    private static void print(List<TotalsRow> rows, PrintWriter out) {
        Map<String, Figures> months = figures(rows, Overall.KEY::equals, RowKey::notation);
        out.printf(
                "%n%-12s %8s %10s %14s %12s %12s %14s%n",
                "month", "orders", "units", "gross GBP", "cancelled", "returned", "net GBP");
        months.forEach((month, figures) -> out.printf(
                "%-12s %8s %10s %14s %12s %12s %14s%n",
                month,
                plain(figures.orders()),
                plain(figures.units()),
                plain(figures.gross()),
                plain(figures.cancelled()),
                plain(figures.returned()),
                plain(figures.net())));
        printTop("customer", ByCustomer.KEYS.prefix(), rows, out);
        printTop("product", ByProduct.KEYS.prefix(), rows, out);
        out.println();
    }

    private static void printTop(String what, String prefix, List<TotalsRow> rows, PrintWriter out) {
        out.printf("%n%-24s %10s %14s%n", "top " + what + "s", "units", "net GBP");
        figures(rows, key -> key.startsWith(prefix), RowKey::aggregationKey).entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Figures> entry) ->
                                entry.getValue().net())
                        .reversed())
                .limit(TOP)
                .forEach(entry -> out.printf(
                        "%-24s %10s %14s%n",
                        entry.getKey().substring(prefix.length()),
                        plain(entry.getValue().units()),
                        plain(entry.getValue().net())));
    }

    private static Map<String, Figures> figures(
            List<TotalsRow> rows, Predicate<String> keys, Function<RowKey, String> group) {
        return rows.stream()
                .filter(row -> keys.test(row.key().aggregationKey())
                        && row.key().granularity().equals(Optional.of(Granularity.MONTH)))
                .collect(Collectors.toMap(
                        row -> group.apply(row.key()), RetailDemo::figures, Figures::plus, TreeMap::new));
    }

    private static Figures figures(TotalsRow row) {
        Measures measures = row.measures();
        return new Figures(
                measures.get(Measure.ORDERS_PLACED),
                measures.get(Measure.UNITS_ORDERED),
                measures.get(Measure.GROSS, CURRENCY),
                measures.get(Measure.CANCELLED, CURRENCY),
                measures.get(Measure.RETURNED, CURRENCY),
                measures.net(CURRENCY));
    }

    private record Figures(
            BigDecimal orders,
            BigDecimal units,
            BigDecimal gross,
            BigDecimal cancelled,
            BigDecimal returned,
            BigDecimal net) {
        Figures plus(Figures other) {
            return new Figures(
                    orders.add(other.orders),
                    units.add(other.units),
                    gross.add(other.gross),
                    cancelled.add(other.cancelled),
                    returned.add(other.returned),
                    net.add(other.net));
        }
    }

    private static String plain(BigDecimal number) {
        return Decimals.plain(number);
    }
}
