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
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The main job on the orders that a British gift wholesaler took in December 2010. */
final class RetailDemo implements Demonstration {

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
            Tally tally = publish(system, live, out);
            if (tally.failed() > 0) {
                return false;
            }
            awaitProjections(live.totals(), tally.published(), out);
            // Rows are written side by side: those under ALL may be ahead of others until the last batch is complete.
            Report report = live.replay().settled();
            print(live.totals().allTotals().toList(), out);
            out.println(LiveComparison.text(report));
            out.println("next: ./orders up --sample, then open http://localhost:" + Defaults.API_PORT
                    + "/ : these orders in the browser, every number with the events behind it");
            return report.isEqual() && report.eventCount() == tally.published();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageProblem("The demonstration was interrupted before its end: run it again.");
        }
    }

    /** Publishes the sample orders into a running system, and says when its totals hold them. */
    static void publishInto(RunningSystem system, PrintWriter out) throws InterruptedException {
        LiveTables live = LiveTables.at(system.dynamoDb(), Defaults.ENVIRONMENT);
        long before = applied(live.totals());
        boolean isNew = firstPlaced(live).isEmpty();
        Tally tally = publish(system, live, out);
        if (isNew) {
            awaitProjections(live.totals(), before + tally.published(), out);
        }
        out.println("the sample is there: open " + system.api() + "/ in a browser");
        out.flush();
    }

    private static Tally publish(RunningSystem system, LiveTables live, PrintWriter out) throws InterruptedException {
        List<String> lines = SampleOrders.lines(SampleOrders.shift(firstPlaced(live), Instant.now()));
        out.printf(
                "publishing %,d events: the orders of an online shop in December 2010 (UCI Online Retail, CC BY 4.0), moved by"
                        + " whole weeks into the last ones%n",
                lines.size());
        out.flush();
        Tally tally = new Tally(out);
        try (var client = EventBridges.at(system.events(), CONCURRENCY);
                var progress =
                        Progress.ofEvents("publishing", lines.size(), () -> tally.published() + tally.failed())) {
            new Publisher(client, Defaults.BUS, CONCURRENCY, Backoff.PATIENT, tally, entry -> {})
                    .run(new LineReader(SampleOrders.stream(lines)), Long.MAX_VALUE);
        } catch (IOException e) {
            throw new UsageProblem("The sample orders cannot be read (" + e.getMessage() + "): build again.");
        }
        out.println(tally);
        return tally;
    }

    private static Optional<Instant> firstPlaced(LiveTables live) {
        return live.events().history(SampleOrders.FIRST_ORDER).stream()
                .map(recorded -> recorded.event().occurredAt())
                .min(Instant::compareTo);
    }

    /** Every applied event counts once under ALL, so the projections are there when that sum is. */
    private static void awaitProjections(ProjectionReader totals, long published, PrintWriter out)
            throws InterruptedException {
        long begun = System.nanoTime();
        try (var progress = Progress.ofEvents("adding up", published, () -> applied(totals))) {
            Waiting.whileItGrows(
                    () -> applied(totals),
                    published,
                    PATIENCE,
                    LOOK_MILLIS,
                    () -> "The projections took in no further event within " + PATIENCE.toSeconds()
                            + " s: the machine is overloaded, try again.");
        }
        out.printf(
                "the projections hold all %,d events, %.1f s after the last one%n",
                published, (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1));
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
                money(figures.gross()),
                money(figures.cancelled()),
                money(figures.returned()),
                money(figures.net())));
        printTop("customer", ByCustomer.KEYS.prefix(), rows, Map.of(), out);
        printTop("product", ByProduct.KEYS.prefix(), rows, SampleOrders.productNames(), out);
        out.println();
    }

    private static void printTop(
            String what, String prefix, List<TotalsRow> rows, Map<String, String> names, PrintWriter out) {
        out.printf("%n%-46s %10s %14s%n", "top " + what + "s", "units", "net GBP");
        figures(rows, key -> key.startsWith(prefix), RowKey::aggregationKey).entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Figures> entry) ->
                                entry.getValue().net())
                        .reversed())
                .limit(TOP)
                .forEach(entry -> out.printf(
                        "%-46s %10s %14s%n",
                        named(entry.getKey().substring(prefix.length()), names),
                        plain(entry.getValue().units()),
                        money(entry.getValue().net())));
    }

    private static String named(String id, Map<String, String> names) {
        return names.containsKey(id) ? id + "  " + names.get(id) : id;
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

    /** To the cent, and beyond it where there is more: nothing is rounded. */
    private static String money(BigDecimal amount) {
        return new DecimalFormat("#,##0.00####", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(amount);
    }
}
