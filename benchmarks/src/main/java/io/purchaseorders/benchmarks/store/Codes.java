package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.Benchmark;
import io.purchaseorders.benchmarks.Contest.Samples;
import io.purchaseorders.benchmarks.Numbers;
import io.purchaseorders.benchmarks.Report;
import io.purchaseorders.benchmarks.Report.Target;
import io.purchaseorders.benchmarks.Run;
import io.purchaseorders.benchmarks.store.Append.Stored;
import io.purchaseorders.benchmarks.store.Cost.Cell;
import io.purchaseorders.benchmarks.store.Cost.Plan;
import io.purchaseorders.benchmarks.store.StreamContestant.Consumed;
import io.purchaseorders.events.AuthenticatedText;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.KeptEventCodes;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the authentication codes of events take: what {@code cost} and {@code aggregate} measure, with them and without. */
public final class Codes implements Benchmark {

    private static final int STORED_ORDERS = 1_000;
    private static final int ITEM_BYTES = 1024;
    private static final int QUEUE_BATCH = 10;
    private static final int DAYS = 10;
    private static final Plan BATCHES = new Plan(1_000, 1, 3);
    private static final int ADDED_EVENTS = 4_000;
    private static final int WARM_UP_ORDERS = 300;
    private static final int WARM_UP_EVENTS = 1_000;
    private static final int ALONE = 200_000;
    private static final String KEY = "a key of this benchmark, as long as those of the secret are";
    private static final double NANOS_A_MICRO = 1e3;
    private static final double MICROS_A_MILLI = 1e3;
    private static final double MOST = 1.03;
    private static final double MOST_OF_ALL = 0.03;

    /** What was measured with codes, and right before or after that without. */
    record Pair<T>(T with, T without) {

        double ratio(ToDoubleFunction<T> measure) {
            return measure.applyAsDouble(with) / measure.applyAsDouble(without);
        }
    }

    /** Microseconds of processor time for the code of an event of 1 KB, and nothing else. */
    record Alone(double made, double verified) {}

    /** Measures something on a server. */
    private interface Measurement<T> {
        T on(Supplier<Server> servers) throws Exception;
    }

    @Override
    public String name() {
        return "codes";
    }

    @Override
    public String question() {
        return "What do authentication codes take, of units and of time, where events are stored and added to all totals?";
    }

    @Override
    public Report measure(Run run) throws Exception {
        Pair<Cell> units = pair(
                true, servers -> Cost.ours(run, DAYS, List.of(BATCHES), servers).getLast());
        for (Supplier<Server> servers : List.<Supplier<Server>>of(Server::start, Server::startWithoutCodes)) {
            Append.measure(servers, WARM_UP_ORDERS, ITEM_BYTES, QUEUE_BATCH);
            StreamContestant.OURS.consume(servers, WARM_UP_EVENTS);
        }
        List<Pair<Stored>> stored = new ArrayList<>();
        List<Pair<Consumed>> added = new ArrayList<>();
        for (int round = 1; round <= run.rounds(); round++) {
            boolean isWithFirst = round % 2 == 1;
            stored.add(pair(isWithFirst, servers -> Append.measure(servers, STORED_ORDERS, ITEM_BYTES, QUEUE_BATCH)));
            added.add(pair(isWithFirst, servers -> StreamContestant.OURS.consume(servers, ADDED_EVENTS)));
            run.say(
                    "round %d of %d: with codes in without, storing %s, adding %s",
                    round,
                    run.rounds(),
                    Numbers.brief(stored.getLast().ratio(each -> each.effort().processorMillis())),
                    Numbers.brief(added.getLast().ratio(each -> each.effort().processorMillis())));
        }
        return report(run.rounds(), units, stored, added, alone());
    }

    private static Alone alone() {
        EventCodes codes = KeptEventCodes.of(KEY);
        AuthenticatedText event = new AuthenticatedText(
                "order-4711",
                "2026-11-23T10:15:30.000000000Z#event-4711",
                "OrderPlaced",
                "shop.example",
                "2026-11-23T10:15:31.000000000Z",
                "x".repeat(ITEM_BYTES));
        String code = codes.sign(event).orElseThrow();
        Alone alone = new Alone(0, 0);
        for (int round = 0; round < 2; round++) { // The first one is a warm-up.
            alone = new Alone(
                    micros(() -> codes.sign(event).orElseThrow().equals(code)),
                    micros(() -> codes.verifies(event, code)));
        }
        return alone;
    }

    private static double micros(BooleanSupplier work) {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long begun = thread.getCurrentThreadCpuTime();
        for (int i = 0; i < ALONE; i++) {
            if (!work.getAsBoolean()) {
                throw new IllegalStateException("an event has one code");
            }
        }
        return (thread.getCurrentThreadCpuTime() - begun) / NANOS_A_MICRO / ALONE;
    }

    private static <T> Pair<T> pair(boolean isWithFirst, Measurement<T> measurement) throws Exception {
        if (isWithFirst) {
            T with = measurement.on(Server::start);
            return new Pair<>(with, measurement.on(Server::startWithoutCodes));
        }
        T without = measurement.on(Server::startWithoutCodes);
        return new Pair<>(measurement.on(Server::start), without);
    }

    Report report(int rounds, Pair<Cell> units, List<Pair<Stored>> stored, List<Pair<Consumed>> added, Alone alone) {
        List<List<Object>> rows = List.of(
                row("write units, stored", stored, each -> each.units().write()),
                row("read units, stored", stored, each -> each.units().read()),
                row("write units, added", List.of(units), each -> each.units().write()),
                row("read units, added", List.of(units), each -> each.units().read()),
                row(
                        "ms of processor time, stored",
                        stored,
                        each -> each.effort().processorMillis()),
                row("ms of processor time, added", added, each -> each.effort().processorMillis()),
                row("ms, stored", stored, each -> each.effort().millis()),
                row("ms, added", added, each -> each.effort().millis()));
        Report.Builder report = Report.of(this)
                .setting("rounds", rounds)
                .setting(
                        "stored",
                        STORED_ORDERS + " orders of items of " + ITEM_BYTES + " bytes in batches of " + QUEUE_BATCH)
                .setting("added", ADDED_EVENTS + " events from the stream by the template's mapping")
                .setting("units of adding", "batches of 1,000, within " + DAYS + " days")
                .table("One event:", List.of("", "with codes", "without", "with in without"), rows);
        double made = alone.made()
                / MICROS_A_MILLI
                / without(stored, each -> each.effort().processorMillis());
        double verified = alone.verified()
                / MICROS_A_MILLI
                / without(added, each -> each.effort().processorMillis());
        report.table(
                "A code alone:",
                List.of("", "µs of processor time", "in that of the event without"),
                List.of(
                        List.of("made, where an event is stored", alone.made(), made),
                        List.of("verified, where it is added", alone.verified(), verified)));
        report.target(
                Target.atMost("making a code, in the processor time of storing", made, MOST_OF_ALL),
                Target.atMost("verifying a code, in the processor time of adding", verified, MOST_OF_ALL));
        rows.forEach(row ->
                report.target(Target.atMost(row.getFirst() + ", with codes in without", (double) row.getLast(), MOST)));
        return report.note(
                        "In every round both run one after the other, in turns the one or the other first. The first two"
                                + " columns are medians, and the last one is the median of the rounds' ratios.")
                .note(
                        "Time is that of this process, in which DynamoDB Local does the most: processor time is the steadier"
                                + " number where others use the machine. A code alone is the steadiest: one thread, 1 KB,"
                                + " 200,000 times.")
                .build();
    }

    private static <T> double without(List<Pair<T>> pairs, ToDoubleFunction<T> measure) {
        return Samples.of(pairs, pair -> measure.applyAsDouble(pair.without())).median();
    }

    private static <T> List<Object> row(String what, List<Pair<T>> pairs, ToDoubleFunction<T> measure) {
        return List.of(
                what,
                Samples.of(pairs, pair -> measure.applyAsDouble(pair.with())).median(),
                without(pairs, measure),
                Samples.of(pairs, pair -> pair.ratio(measure)).median());
    }
}
