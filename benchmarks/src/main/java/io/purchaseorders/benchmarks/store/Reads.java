package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.Benchmark;
import io.purchaseorders.benchmarks.Contest;
import io.purchaseorders.benchmarks.Contest.Samples;
import io.purchaseorders.benchmarks.FunctionQuestions;
import io.purchaseorders.benchmarks.Readers;
import io.purchaseorders.benchmarks.Readers.Question;
import io.purchaseorders.benchmarks.Report;
import io.purchaseorders.benchmarks.Report.Target;
import io.purchaseorders.benchmarks.Run;
import io.purchaseorders.local.lambda.LambdaFunction;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionWriter.Addition;
import io.purchaseorders.stores.ShardCursor;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** What each question reads over a history of five years, and how long it takes beside a bare GetItem. */
public final class Reads implements Benchmark {

    private static final int ORDERS = 5_000;
    /** As many as a process of the API has places for answers that read much. */
    private static final int READERS = 8;

    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private static final String BARE = "bare GetItem";
    private static final String BY_QUERY = ", by a bare Query";
    private static final LocalDate DAY = LocalDate.of(2022, 6, 15);

    /** Days on both sides of the explained one of which there are events, and ten times as many. */
    private static final int AROUND = 10;

    private static final int MORE_AROUND = 10 * AROUND;

    private static final String EXPLAIN = "explain of a day of ALL";

    /** As many as one ranking looks at. */
    private static final int RANKED = 50_000;

    private static final int WRITERS = 16;
    private static final String RANKING = "a ranking of " + RANKED + " customers of a month, alone";

    /** By what it is called: the question, and its p50 at most, in that of a bare GetItem; 0 where nothing is asked of it. */
    private final Map<String, Asked> asked = new LinkedHashMap<>();

    /** @param rows what a bare Query of the same rows asks for; nothing where the question is no single Query */
    private record Asked(String target, double limit, Optional<Rows> rows) {

        Asked(String target, double limit) {
            this(target, limit, Optional.empty());
        }

        Asked(String target, double limit, Rows rows) {
            this(target, limit, Optional.of(rows));
        }
    }

    /** Rows of totals from one sort key to another, both included. */
    private record Rows(String key, String from, String to) {

        Question query(Tables tables) {
            return () -> {
                QueryResponse answer = tables.client()
                        .query(query -> query.tableName(tables.aggregations())
                                .keyConditionExpression("aggregationKey = :key AND period BETWEEN :from AND :to")
                                .expressionAttributeValues(Map.of(
                                        ":key", AttributeValue.fromS(key),
                                        ":from", AttributeValue.fromS(from),
                                        ":to", AttributeValue.fromS(to))));
                if (answer.items().isEmpty()) {
                    throw new IllegalStateException("no rows: " + this);
                }
            };
        }
    }

    /** The functions that answer, of which the auditors' explains. */
    private record Functions(LambdaFunction api, LambdaFunction audit) {

        LambdaFunction answering(Asked question) {
            return question.target().contains("/explain") ? audit : api;
        }
    }

    @Override
    public String name() {
        return "reads";
    }

    @Override
    public String question() {
        return "How many rows and read units does each question take over a history of five years, and how long, beside a"
                + " bare GetItem on the same DynamoDB Local?";
    }

    @Override
    public Report measure(Run run) throws Exception {
        run.say("folding %,d orders over five years", ORDERS);
        FiveYears history = FiveYears.of(ORDERS);
        String product = history.busiestProduct().replace("#", "%23");
        asked.put(
                "31 days of ALL",
                new Asked(
                        "/aggregations/ALL?from=2022-06-01&to=2022-07-01",
                        2,
                        new Rows("ALL", "D#2022-06-01", "D#2022-07-01")));
        asked.put(
                "a year of ALL by months",
                new Asked(
                        "/aggregations/ALL?granularity=MONTH&from=2022-01&to=2022-12",
                        2,
                        new Rows("ALL", "M#2022-01", "M#2022-12")));
        asked.put("TOTAL of ALL", new Asked("/aggregations/ALL?granularity=TOTAL", 2, new Rows("ALL", "M#", "M#~")));
        asked.put(
                "TOTAL of the busiest product",
                new Asked(
                        "/aggregations/" + product + "?granularity=TOTAL",
                        2,
                        new Rows(history.busiestProduct(), "M#", "M#~")));
        asked.put(
                "a year of ALL by days",
                new Asked(
                        "/aggregations/ALL?from=2022-01-01&to=2022-12-31&limit=1000",
                        5,
                        new Rows("ALL", "D#2022-01-01", "D#2022-12-31")));
        asked.put(
                "a year of ALL by weeks", new Asked("/aggregations/ALL?granularity=WEEK&from=2022-W01&to=2022-W52", 0));
        asked.put(
                "24 hours of ALL",
                new Asked("/aggregations/ALL?granularity=HOUR&from=2022-06-15T00&to=2022-06-15T23", 0));
        asked.put(
                "31 days of the busiest product",
                new Asked("/aggregations/" + product + "?from=2022-06-01&to=2022-07-01", 0));
        asked.put(EXPLAIN, new Asked("/aggregations/ALL/explain?period=" + DAY + "&limit=1000", 0));
        asked.put(
                "a day of ALL as of its end",
                new Asked("/aggregations/ALL?from=" + DAY + "&to=" + DAY + "&asOf=" + DAY + "T23:59:59Z", 0));
        Report.Builder report = Report.of(this)
                .setting("orders", ORDERS)
                .setting("events", history.eventCount())
                .setting("days", FiveYears.DAYS)
                .setting("readers", READERS)
                .setting("rounds", run.rounds());
        Units around = explained(run, history, AROUND, null);
        Units moreAround = explained(run, history, MORE_AROUND, report);
        ranked(run, report);
        return report.target(Target.atMost(
                        EXPLAIN + ", read units with ten times the history around it, in those without",
                        moreAround.read() / around.read(),
                        1.1))
                .note(
                        "Readers, function and DynamoDB Local share the processors of one machine; the function is invoked as"
                                + " Lambda does it, JSON in and out. Once a second it also reads how far the shards are.")
                .note(
                        "A bare Query asks by the SDK's client for the same rows in one call, and does nothing with them.")
                .build();
    }

    /** What explaining the day takes with so many days of events around it; with a report, all the rest as well. */
    private Units explained(
            Run run, FiveYears history, int around, Report.@org.jspecify.annotations.Nullable Builder report)
            throws Exception {
        try (Server server = Server.start()) {
            Set<String> orders = history.ordersOf(DAY.minusDays(around), DAY.plusDays(around));
            run.say(
                    "putting %,d rows, and the events of %,d orders",
                    history.rows().totals().size(), orders.size());
            Tables tables = server.tables();
            history.put(tables, orders);
            Functions functions = new Functions(server.api(), server.audit());
            Map<String, Units> units = new LinkedHashMap<>();
            for (Map.Entry<String, Asked> each : asked.entrySet()) {
                byte[] event = FunctionQuestions.event(each.getValue().target(), "orders/audit");
                LambdaFunction function = functions.answering(each.getValue());
                FunctionQuestions.good(function.invoke(event));
                units.put(each.getKey(), CapacityMeter.during(() -> function.invoke(event)));
            }
            if (report != null) {
                time(run, tables, functions, units, report);
            }
            return units.getOrDefault(EXPLAIN, new Units(0, 0, 0, 0, 0));
        }
    }

    /** Every customer has one row; a single reader asks. */
    private static void ranked(Run run, Report.Builder report) throws Exception {
        try (Server server = Server.start()) {
            run.say("putting %,d rows of customers", RANKED);
            Tables tables = server.tables();
            DynamoProjectionStore projections = new DynamoProjectionStore(tables);
            new DynamoShardStore(tables).register("shard", Optional.of(Instant.now()));
            IntStream.range(0, RANKED)
                    .boxed()
                    .gather(Gatherers.mapConcurrent(WRITERS, i -> projections.add(row(i))))
                    .forEach(added -> {});
            byte[] event = FunctionQuestions.event(
                    "/rankings?of=customers&granularity=MONTH&period=2022-06&measure=net&currency=EUR", "orders/read");
            LambdaFunction api = server.api();
            Units units = CapacityMeter.during(() -> api.invoke(event));
            List<Double> seconds = new ArrayList<>();
            for (int round = 0; round < run.rounds(); round++) {
                long begun = System.nanoTime();
                FunctionQuestions.good(api.invoke(event));
                seconds.add((System.nanoTime() - begun) / 1e9);
            }
            seconds.sort(null);
            double median = seconds.get(seconds.size() / 2);
            report.target(Target.atMost(RANKING + ", seconds", median, 10))
                    .setting("read units of " + RANKING, units.read());
        }
    }

    private static Addition row(int customer) {
        SequenceNumber first = SequenceNumber.of("1");
        return new Addition(
                new RowKey("CUSTOMER#customer-" + customer, "M#2022-06"),
                Measures.of(Map.of(
                        "events", BigDecimal.ONE,
                        "orders.placed", BigDecimal.ONE,
                        "units.ordered", BigDecimal.TWO,
                        "amounts.EUR.events", BigDecimal.ONE,
                        "amounts.EUR.gross", BigDecimal.valueOf((customer * 7_919L) % 100_003, 2))),
                new ShardCursor(1, 1, List.of()),
                first,
                first);
    }

    private void time(Run run, Tables tables, Functions functions, Map<String, Units> units, Report.Builder report)
            throws Exception {
        Map<String, AttributeValue> key =
                Map.of("aggregationKey", AttributeValue.fromS("ALL"), "period", AttributeValue.fromS("D#" + DAY));
        Map<String, Question> entrants = new LinkedHashMap<>();
        entrants.put(
                BARE,
                () -> tables.client()
                        .getItem(get -> get.tableName(tables.aggregations()).key(key)));
        asked.forEach((name, each) -> {
            byte[] event = FunctionQuestions.event(each.target(), "orders/audit");
            LambdaFunction function = functions.answering(each);
            entrants.put(name, () -> FunctionQuestions.good(function.invoke(event)));
            each.rows().ifPresent(of -> entrants.put(name + BY_QUERY, of.query(tables)));
        });
        run.say("warming up");
        for (Question question : entrants.values()) {
            Readers.run(READERS, NANOS, reader -> question);
        }
        Contest contest = new Contest();
        entrants.forEach((name, question) -> contest.with(
                name + ", p50 in ms",
                () -> Readers.run(READERS, NANOS, reader -> question).p50Millis()));
        Map<String, Samples> samples = contest.run(run);
        double bare = median(samples, BARE);
        List<List<Object>> rows = new ArrayList<>();
        rows.add(List.of(BARE, 1, 0.5, bare, 1.0, "", ""));
        units.forEach((name, taken) -> {
            double p50 = median(samples, name);
            Asked question = asked.getOrDefault(name, new Asked("", 0));
            rows.add(
                    question.rows().isPresent()
                            ? List.of(
                                    name,
                                    taken.rows(),
                                    taken.read(),
                                    p50,
                                    p50 / bare,
                                    median(samples, name + BY_QUERY),
                                    median(samples, name + BY_QUERY) / bare)
                            : List.of(name, taken.rows(), taken.read(), p50, p50 / bare, "", ""));
            double limit = question.limit();
            if (limit > 0) {
                report.target(Target.atMost(name + ", p50 in a bare GetItem's", p50 / bare, limit));
            }
        });
        report.table(
                READERS + " readers at once:",
                List.of("", "rows", "read units", "p50, ms", "in bare's", "bare Query, ms", "in bare's"),
                rows);
    }

    private static double median(Map<String, Samples> samples, String name) {
        return java.util.Objects.requireNonNull(samples.get(name + ", p50 in ms"))
                .median();
    }
}
