package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.Benchmark;
import io.purchaseorders.benchmarks.Numbers;
import io.purchaseorders.benchmarks.ReferenceLoad.Published;
import io.purchaseorders.benchmarks.Report;
import io.purchaseorders.benchmarks.Report.Target;
import io.purchaseorders.benchmarks.Run;
import io.purchaseorders.benchmarks.store.Append.Stored;
import io.purchaseorders.benchmarks.store.EventByEvent.Kind;
import io.purchaseorders.benchmarks.store.EventByEvent.Rows;
import io.purchaseorders.local.lambda.LambdaFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What an event costs in units of DynamoDB. */
public final class Cost implements Benchmark {

    private static final int APPENDED_ORDERS = 400;
    private static final int ITEM_BYTES = 1024;

    /** Events of one invocation of the processor. */
    private static final List<Integer> QUEUE_BATCHES = List.of(1, 10, 100);

    /** So many events arrive within 1, 10 or 100 days. */
    private static final int DENSITY_EVENTS = 20_000;

    private static final List<Integer> DAYS = List.of(1, 10, 100);
    private static final int PEER_EVENTS = 500;
    private static final int TYPICAL_BATCH = 1_000;
    private static final double DEVIATION = 1.1;

    /** How a batch size is measured, on the stream where the size before it left off. */
    record Plan(int batch, int warmUps, int batches) {
        int events() {
            return batch * (warmUps + batches);
        }
    }

    private static final List<Plan> PLANS = List.of(
            new Plan(1, 20, 200),
            new Plan(10, 5, 50),
            new Plan(100, 2, 10),
            new Plan(1_000, 1, 3),
            new Plan(5_000, 0, 2));

    /** What one event takes in batches of a size; {@code least} is what any design writes at least. */
    record Cell(int days, int batch, Units units, double least) {
        double inLeast() {
            return units.write() / least;
        }
    }

    /** What one event takes, in batches of any size. */
    record Peer(Kind kind, Rows rows, Units units) {
        String label() {
            return EventByEvent.label(kind, rows);
        }
    }

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public String question() {
        return "How many units of DynamoDB does an event take, to be stored and to be added to all totals?";
    }

    @Override
    public Report measure(Run run) throws Exception {
        List<Stored> append = new ArrayList<>();
        for (int batch : QUEUE_BATCHES) {
            append.add(Append.measure(APPENDED_ORDERS, ITEM_BYTES, batch));
            run.say("append: %s", append.getLast());
        }
        List<Peer> peers = new ArrayList<>();
        for (Rows rows : Rows.values()) {
            for (Kind kind : Kind.values()) {
                peers.add(new Peer(kind, rows, peer(kind, rows)));
                run.say("%s", peers.getLast());
            }
        }
        List<Cell> cells = new ArrayList<>();
        for (int days : DAYS) {
            cells.addAll(ours(run, days, PLANS, Server::start));
        }
        return report(append, peers, cells);
    }

    private static Units peer(Kind kind, Rows rows) throws Exception {
        ReferenceStream stream = new ReferenceStream(DENSITY_EVENTS, PEER_EVENTS);
        List<Published> events = stream.take(PEER_EVENTS);
        try (Server server = Server.start()) {
            EventByEvent peer = new EventByEvent(kind, rows, server.tables());
            Orders.put(server, stream.under(events));
            byte[] payload = new StreamBatch(server).of(events);
            return CapacityMeter.during(() -> peer.invoke(payload)).each(PEER_EVENTS);
        }
    }

    static List<Cell> ours(Run run, int days, List<Plan> plans, Supplier<Server> servers) throws Exception {
        int count = plans.stream().mapToInt(Plan::events).sum();
        ReferenceStream stream = new ReferenceStream(DENSITY_EVENTS / days, count);
        Map<String, List<Published>> before = stream.under(stream.peek(count));
        List<Cell> cells = new ArrayList<>();
        try (Server server = servers.get()) {
            Orders.put(server, before);
            LambdaFunction aggregator = server.aggregator();
            StreamBatch batches = new StreamBatch(server);
            LowerBound bound = new LowerBound(before);
            for (Plan plan : plans) {
                for (int warmUp = 0; warmUp < plan.warmUps(); warmUp++) {
                    List<Published> events = stream.take(plan.batch());
                    bound.units(events);
                    aggregator.invoke(batches.of(events));
                }
                double least = 0;
                List<byte[]> payloads = new ArrayList<>();
                for (int batch = 0; batch < plan.batches(); batch++) {
                    List<Published> events = stream.take(plan.batch());
                    least += bound.units(events);
                    payloads.add(batches.of(events));
                }
                Units units = CapacityMeter.during(() -> {
                    for (byte[] payload : payloads) {
                        aggregator.invoke(payload);
                    }
                    return payloads;
                });
                long measured = (long) plan.batch() * plan.batches();
                cells.add(new Cell(days, plan.batch(), units.each(measured), least / measured));
                run.say("%s", cells.getLast());
            }
        }
        return cells;
    }

    Report report(List<Stored> append, List<Peer> peers, List<Cell> cells) {
        Report.Builder report = Report.of(this)
                .setting("append", APPENDED_ORDERS + " orders of items of " + ITEM_BYTES + " bytes")
                .setting("density", DENSITY_EVENTS + " events within 1, 10 or 100 days")
                .setting(
                        "batches",
                        "20 + 200 of 1, 5 + 50 of 10, 2 + 10 of 100, 1 + 3 of 1,000 and 2 of 5,000, those before the plus not counted")
                .table(
                        "",
                        List.of(
                                "stored (1 KB, with the index)",
                                "batch",
                                "write units",
                                "read units",
                                "least",
                                "queue calls"),
                        append.stream()
                                .map(stored -> List.<Object>of(
                                        "one event",
                                        stored.batch(),
                                        stored.units().write(),
                                        stored.units().read(),
                                        stored.leastRead(),
                                        stored.queueCalls()))
                                .toList());
        List<List<Object>> rows = new ArrayList<>();
        for (Cell cell : cells) {
            List<Object> row = new ArrayList<>(List.of(
                    cell.days() + (cell.days() == 1 ? " day" : " days"),
                    cell.batch(),
                    cell.units().write(),
                    cell.least(),
                    cell.inLeast(),
                    cell.units().read()));
            peers.forEach(peer -> row.add(inPeer(cell, peer)));
            rows.add(row);
        }
        List<String> columns = new ArrayList<>(
                List.of("added to all totals", "batch", "write units", "least", "in least", "read units"));
        peers.forEach(peer -> columns.add("in: " + peer.label()));
        report.table(
                "Per event. *Least* is what any design writes; the columns *in* say which part of the peer's write units"
                        + " ours are.",
                columns,
                rows);
        report.table(
                "The peers, in batches of any size:",
                List.of("", "write units", "read units", "items written"),
                peers.stream()
                        .map(peer -> List.<Object>of(
                                peer.label(),
                                peer.units().write(),
                                peer.units().read(),
                                peer.units().writes()))
                        .toList());
        targets(report, append, peers, cells);
        return report.note("The real functions, invoked by the stream's JSON; DynamoDB Local counts the units. Where it"
                        + " says less than the service they are put right: reads of what is not there count one unit, or"
                        + " half of one where consistency is not asked for; each item of a transaction counts two.")
                .note("Counting is exact, so each cell is measured once, over several batches that follow others, on"
                        + " orders that were under way before.")
                .note("Least: one unit for the state of each order in a batch, one for each pair of key and period that"
                        + " the answers need, one for each customer and product that is new in a month, which lists and"
                        + " rankings must find, and one for each kilobyte that names a day's orders. A peer writes those of"
                        + " each event anew, and keeps neither list.")
                .note("Peers fold as ours does. With rows of hours they have ours' rows, and sum longer periods on"
                        + " reading; with every granularity a row for each of hour, day, week, month, year and total.")
                .note(
                        "Read units of storing: an order's events are looked at consistently before another is taken, a unit"
                                + " for each 4 KB begun. Five events of 1 KB before a sixth are two units, so the least is"
                                + " above 1.")
                .note(
                        "Queue calls: one that EventBridge sends an event with, and Lambda's, which receives and deletes at most"
                                + " ten messages a call; an event of 1 KB is one unit of 64 KB in each.")
                .note("Not in the table: the end of a window, two writes a minute and shard.")
                .build();
    }

    private static void targets(Report.Builder report, List<Stored> append, List<Peer> peers, List<Cell> cells) {
        List<Cell> typical =
                cells.stream().filter(cell -> cell.batch() == TYPICAL_BATCH).toList();
        report.target(
                Target.atMost(
                        "write units of storing, worst batch",
                        append.stream()
                                .mapToDouble(stored -> stored.units().write())
                                .max()
                                .orElseThrow(),
                        1.25),
                orNearLeast(
                        "read units of storing, one by one",
                        append.getFirst().units().read(),
                        1,
                        append.getFirst().leastRead()),
                Target.atMost(
                        "write units of adding, batches of 1,000, worst days",
                        worst(typical, cell -> cell.units().write()),
                        4.0),
                Target.atMost(
                        "read units of adding, batches of 1,000, worst days",
                        worst(typical, cell -> cell.units().read()),
                        1.1),
                Target.atMost("write units in those of the batch size before, worst", worstStep(cells), 1),
                // In a batch of one the shard's own row is a unit more.
                Target.atMost(
                        "write units in the least, batches from 10 on, worst",
                        worst(cells.stream().filter(cell -> cell.batch() > 1).toList(), Cell::inLeast),
                        DEVIATION));
        for (Peer peer : peers) {
            double limit = switch (peer.kind()) {
                case PER_RECORD -> 1.0 / 3;
                case TRANSACTION -> 1.0 / 5;
            };
            double least = worst(typical, cell -> cell.least() / peer.units().write());
            String what = "write units in those of " + peer.label() + ", batches of 1,000, worst days";
            double measured = worst(typical, cell -> inPeer(cell, peer));
            report.target(orNearLeast(what, measured, limit, least));
        }
    }

    /** Where no design can stay below the limit, a tenth above the least is what is asked for. */
    private static Target orNearLeast(String what, double measured, double limit, double least) {
        return least <= limit
                ? Target.atMost(what, measured, limit)
                : Target.atMost(what + "; the least is " + Numbers.beside(limit, least), measured, DEVIATION * least);
    }

    private static double inPeer(Cell cell, Peer peer) {
        return cell.units().write() / peer.units().write();
    }

    private static double worst(List<Cell> cells, ToDoubleFunction<Cell> measure) {
        return cells.stream().mapToDouble(measure).max().orElseThrow();
    }

    /** At most 1 where an event gets cheaper with every larger batch. */
    private static double worstStep(List<Cell> cells) {
        double worst = 0;
        for (int i = 1; i < cells.size(); i++) {
            if (cells.get(i).days() == cells.get(i - 1).days()) {
                worst = Math.max(
                        worst,
                        cells.get(i).units().write() / cells.get(i - 1).units().write());
            }
        }
        return worst;
    }
}
