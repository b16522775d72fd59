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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the authentication codes of events take: what {@code cost} and {@code aggregate} measure, with them and without. */
public final class Codes implements Benchmark {

    private static final int STORED_ORDERS = 400;
    private static final int ITEM_BYTES = 1024;
    private static final int QUEUE_BATCH = 10;
    private static final int DAYS = 10;
    private static final Plan BATCHES = new Plan(1_000, 1, 3);
    private static final int ADDED_EVENTS = 4_000;
    private static final int WARM_UP_EVENTS = 500;
    private static final double MOST = 1.03;

    /** What was measured with codes, and right before or after that without. */
    record Pair<T>(T with, T without) {

        double ratio(ToDoubleFunction<T> measure) {
            return measure.applyAsDouble(with) / measure.applyAsDouble(without);
        }
    }

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
        return report(run.rounds(), units, stored, added);
    }

    private static <T> Pair<T> pair(boolean isWithFirst, Measurement<T> measurement) throws Exception {
        if (isWithFirst) {
            T with = measurement.on(Server::start);
            return new Pair<>(with, measurement.on(Server::startWithoutCodes));
        }
        T without = measurement.on(Server::startWithoutCodes);
        return new Pair<>(measurement.on(Server::start), without);
    }

    Report report(int rounds, Pair<Cell> units, List<Pair<Stored>> stored, List<Pair<Consumed>> added) {
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
        rows.forEach(row ->
                report.target(Target.atMost(row.getFirst() + ", with codes in without", (double) row.getLast(), MOST)));
        return report.note(
                        "In every round both run one after the other, in turns the one or the other first. The first two"
                                + " columns are medians, and the last one is the median of the rounds' ratios.")
                .note(
                        "Time is that of this process, in which DynamoDB Local does the most: processor time is the steadier"
                                + " number where others use the machine.")
                .build();
    }

    private static <T> List<Object> row(String what, List<Pair<T>> pairs, ToDoubleFunction<T> measure) {
        return List.of(
                what,
                Samples.of(pairs, pair -> measure.applyAsDouble(pair.with())).median(),
                Samples.of(pairs, pair -> measure.applyAsDouble(pair.without())).median(),
                Samples.of(pairs, pair -> pair.ratio(measure)).median());
    }
}
