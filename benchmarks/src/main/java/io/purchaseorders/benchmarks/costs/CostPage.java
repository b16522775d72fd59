package io.purchaseorders.benchmarks.costs;

import io.purchaseorders.notary.NotaryTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The page of costs, computed from what {@code bench cost} counted, the price file and the templates: nothing on it is typed.
 */
public final class CostPage {

    private static final double SECONDS_A_MONTH = 730 * 3_600.0;
    private static final double MILLION = 1e6;
    private static final double BYTES_A_GB = 1e9;
    private static final double KB_A_GB = 1e6;
    private static final List<Integer> BATCHES = List.of(1, 10, 1_000);
    private static final List<Double> MONTHLY = List.of(1e6, 1e9);

    /** Of the questions of {@code bench reads} those that the page tells of, and which function answers them. */
    private static final Map<String, String> ASKED = asked();

    private static final List<Double> VOLUMES = List.of(1e6, 1e7, 1e8, 1e9);
    private static final double LONGER = 10;
    private static final List<Double> WINDOWS = List.of(1.0, 2.0, 5.0, 10.0, 30.0, 60.0);

    private final Measured measured;
    private final Prices prices;
    private final Stack stack;
    private final Stack evidence;

    private static Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("31 days of ALL", "OrderApi");
        asked.put("TOTAL of the busiest product", "OrderApi");
        asked.put("a year of ALL by days", "OrderApi");
        asked.put("explain of a day of ALL", "OrderAudit");
        return asked;
    }

    private CostPage(Measured measured, Prices prices, Stack stack, Stack evidence) {
        this.measured = measured;
        this.prices = prices;
        this.stack = stack;
        this.evidence = evidence;
    }

    /** @param root of the repository */
    public static String of(Path root) throws IOException {
        return new CostPage(
                        Measured.of(Files.readString(root.resolve("docs/benchmarks.md"))),
                        Prices.read(root.resolve("benchmarks/prices.json")),
                        Stack.read(root.resolve("cloudformation")),
                        Stack.evidence(root.resolve("cloudformation")))
                .text();
    }

    /** A month's load, and the batches that it comes in. */
    private record Month(double events, double queueBatch, double streamBatch) {}

    private Month produced(double events) {
        return produced(events, stack.windowSeconds(true));
    }

    /** Spread evenly over the month: what comes in bursts comes in larger batches, which cost less. */
    private Month produced(double events, double streamWindow) {
        double rate = events / SECONDS_A_MONTH;
        return new Month(
                events,
                Math.min(
                        stack.mapping(false).path("BatchSize").asDouble(),
                        1 + rate * stack.windowSeconds(false) / prices.assumed("queuePollers")),
                Math.min(
                        stack.mapping(true).path("BatchSize").asDouble(),
                        1 + rate * streamWindow / prices.assumed("firstShards")));
    }

    private Map<String, Double> variable(Month month) {
        double events = month.events();
        double invocations = events / month.queueBatch() + events / month.streamBatch();
        double rows = Measured.at(measured.writeUnits(), month.streamBatch());
        Map<String, Double> costs = new LinkedHashMap<>();
        costs.put("EventBridge", events / MILLION * prices.of("eventbridge.millionEvents"));
        costs.put("its archive", events * prices.assumed("eventKb") / KB_A_GB * prices.of("eventbridge.archiveGb"));
        costs.put(
                "queue",
                events
                        * Measured.at(measured.queueCalls(), month.queueBatch())
                        / MILLION
                        * prices.of("sqs.millionRequests"));
        costs.put(
                "DynamoDB, storing",
                events
                                / MILLION
                                * Measured.at(measured.storedWrites(), month.queueBatch())
                                * prices.of("dynamodb.writeMillionUnits")
                        + events
                                / MILLION
                                * Measured.at(measured.storedReads(), month.queueBatch())
                                * prices.of("dynamodb.readMillionUnits"));
        costs.put(
                "DynamoDB, totals",
                events / MILLION * rows * prices.of("dynamodb.writeMillionUnits")
                        + events
                                / MILLION
                                * Measured.at(measured.readUnits(), month.streamBatch())
                                * prices.of("dynamodb.readMillionUnits"));
        costs.put("Lambda, requests", invocations / MILLION * prices.of("lambda.millionRequests"));
        costs.put(
                "Lambda, processor",
                seconds(
                                events,
                                month.queueBatch(),
                                prices.assumed("processorMillisABatch"),
                                prices.assumed("processorMillisAnEvent"))
                        * stack.memoryMegabytes("OrderProcessor")
                        / 1024
                        * prices.of("lambda.gbSecondArm"));
        costs.put(
                "Lambda, aggregator",
                seconds(
                                events,
                                month.streamBatch(),
                                prices.assumed("aggregatorMillisABatch"),
                                prices.assumed("aggregatorMillisARow") * rows)
                        * stack.memoryMegabytes("OrderAggregator")
                        / 1024
                        * prices.of("lambda.gbSecondArm"));
        costs.put(
                "logs",
                (events * prices.assumed("logBytesAnEvent") + invocations * prices.assumed("logBytesAnInvocation"))
                        / BYTES_A_GB
                        * prices.of("logs.ingestedGb"));
        costs.put(
                "traces",
                (traces("OrderProcessor", events / month.queueBatch())
                                + traces("OrderAggregator", events / month.streamBatch()))
                        / MILLION
                        * prices.of("xray.millionTraces"));
        return costs;
    }

    /** A request a second and a part of the rest, where Lambda samples by itself. */
    private double traces(String function, double invocations) {
        if (!stack.isTraced(function)) {
            return 0;
        }
        double first = Math.min(invocations, SECONDS_A_MONTH * prices.assumed("tracesASecond"));
        return first + (invocations - first) * prices.assumed("tracedPart");
    }

    private static double seconds(double events, double batch, double millisABatch, double millisAnEvent) {
        return (events / batch * millisABatch + events * millisAnEvent) / 1_000;
    }

    private Map<String, Double> fixed() {
        Map<String, Double> costs = new LinkedHashMap<>();
        int keys = stack.ofType("AWS::KMS::Key").size();
        costs.put("keys: " + keys, keys * prices.of("kms.keyMonth"));
        int endpoints = stack.interfaceEndpointsInSubnets();
        costs.put(
                "interface endpoint in subnets: " + endpoints,
                endpoints * SECONDS_A_MONTH / 3_600 * prices.of("endpoint.hour"));
        int alarms = stack.alarmMetrics();
        costs.put("metrics that alarms look at: " + alarms, alarms * prices.of("alarms.metricMonth"));
        costs.put(
                "metrics that the functions count: " + stack.ownMetrics(),
                stack.ownMetrics() * prices.of("metrics.metricMonth"));
        double ofMethods = stack.countedMethods() * prices.assumed("metricsAMethod");
        costs.put(
                "metrics of the gateway by call, where each call is asked: %.0f".formatted(ofMethods),
                ofMethods * prices.of("metrics.metricMonth"));
        double ofMappings = stack.countingMappings() * prices.assumed("metricsAMapping");
        costs.put(
                "metrics of the two mappings, at most: %.0f".formatted(ofMappings),
                ofMappings * prices.of("metrics.metricMonth"));
        costs.put("dashboard", prices.of("dashboards.month"));
        int secrets = stack.ofType("AWS::SecretsManager::Secret").size();
        costs.put("secrets: " + secrets, secrets * prices.of("secrets.secretMonth"));
        long programs = stack.ofType("AWS::Cognito::UserPoolClient").stream()
                .filter(client -> client.path("GenerateSecret").asBoolean())
                .count();
        costs.put(
                "clients of programs: " + programs + ", one more a publisher",
                programs * prices.of("cognito.clientMonth"));
        costs.put(
                "tokens of a program that asks for two an hour",
                prices.assumed("tokensAMonth") / 1_000 * prices.of("cognito.thousandTokens"));
        return costs;
    }

    private String text() {
        StringBuilder page = new StringBuilder("""
                # Costs

                Written by `./orders bench --cost-page docs/cost.md` from what `./orders bench cost` counted
                ([benchmarks](benchmarks.md)), the price file `benchmarks/prices.json` and the templates: not to be edited by hand.

                """);
        page.append("%s, %s, as of %s. Source: %s.%n%n"
                .formatted(prices.text("region"), prices.text("currency"), prices.text("date"), prices.text("source")));
        page.append("## A million events, by the size of batches\n\n");
        page.append("Batches of the stream; those of the queue are of the same size, up to 100.\n\n");
        table(
                page,
                BATCHES.stream().map(batch -> "batches of %,d".formatted(batch)).toList(),
                BATCHES.stream()
                        .map(batch -> variable(new Month(MILLION, Math.min(100, batch), batch)))
                        .toList());
        page.append("## A month\n\n");
        page.append(
                        "With the batches that the template produces where events come evenly through the month: its windows, ")
                .append("%.0f pollers of the queue, %.0f shards.%n%n"
                        .formatted(prices.assumed("queuePollers"), prices.assumed("firstShards")));
        List<Month> months = MONTHLY.stream().map(this::produced).toList();
        table(
                page,
                months.stream()
                        .map(month -> String.format(
                                Locale.ROOT,
                                "%,.0f million: batches of %s and %s",
                                month.events() / MILLION,
                                size(month.queueBatch()),
                                size(month.streamBatch())))
                        .toList(),
                months.stream().map(this::variable).toList());
        page.append(
                "Besides, what lies there: %s a GB and month of the tables, and %s of their point-in-time recovery.%n%n"
                        .formatted(
                                money(prices.of("dynamodb.storageGbMonth")),
                                money(prices.of("dynamodb.recoveryGbMonth"))));
        page.append("## Fixed, a month and environment\n\n");
        Map<String, Double> fixed = fixed();
        page.append("| item | US dollars |\n| --- | ---: |\n");
        fixed.forEach((item, cost) ->
                page.append("| ").append(item).append(" | ").append(money(cost)).append(" |\n"));
        page.append("| **in all** | **%s** |%n%n".formatted(money(sum(fixed))));
        page.append(
                "The web ACL, where it is switched on: %s, %s for each of its two rules, and %s a million requests. Metrics are asked for by the hour: what is not counted in an hour costs nothing in it, and a release counts those by version anew.%n%n"
                        .formatted(
                                money(prices.of("waf.aclMonth")),
                                money(prices.of("waf.ruleMonth")),
                                money(prices.of("waf.millionRequests"))));
        appendAnswers(page);
        appendWindows(page);
        page.append("## The log\n\n");
        int keys = evidence.ofType("AWS::KMS::Key").size();
        int alarms = evidence.alarmMetrics();
        int metrics = NotaryTelemetry.NAMES.size();
        double fixedOfLog = keys * prices.of("kms.keyMonth")
                + alarms * prices.of("alarms.metricMonth")
                + metrics * prices.of("metrics.metricMonth");
        page.append(
                "The stack that keeps the log, where it is deployed: %s for %d keys, %d metrics that alarms look at and %d that its function counts, and %s a GB of the table's changes for its exports.%n%n"
                        .formatted(money(fixedOfLog), keys, alarms, metrics, money(prices.of("dynamodb.exportGb"))));
        page.append("## What is assumed\n\n");
        page.append("Not measured on AWS, and in the price file: ");
        prices.file()
                .path("assumed")
                .properties()
                .forEach(value -> page.append("`")
                        .append(value.getKey())
                        .append("` ")
                        .append(value.getValue())
                        .append(", "));
        page.setLength(page.length() - 2);
        page.append(
                        ". X-Ray traces of the two functions what publishers sample; were Lambda to sample, a request a second and one")
                .append(
                        " in twenty of the rest, which nobody can change, every event of a quiet system would be traced.")
                .append(" Requests to KMS are left out: data keys are kept for minutes, which is cents a month.\n");
        return page.toString();
    }

    /** What readers ask, by what it reads of a history of five years. */
    private void appendAnswers(StringBuilder page) {
        page.append("## A million answers of the API\n\n");
        page.append("What each reads is counted by `./orders bench reads`, over a history of five years. ")
                .append("What a browser or a client keeps by its `ETag` costs the request, not the body.\n\n");
        Map<String, Map<String, Double>> columns = new LinkedHashMap<>();
        columns.put(
                "an order",
                answers(
                        "OrderApi",
                        new Measured.Answer(prices.assumed("rowsOfAnOrder"), prices.assumed("readUnitsOfAnOrder"))));
        ASKED.forEach((question, function) -> columns.put(
                question,
                answers(
                        function,
                        Optional.ofNullable(measured.answers().get(question))
                                .orElseThrow(
                                        () -> new IllegalStateException("bench reads does not ask " + question)))));
        table(page, List.copyOf(columns.keySet()), List.copyOf(columns.values()));
    }

    private Map<String, Double> answers(String function, Measured.Answer answer) {
        Map<String, Double> costs = new LinkedHashMap<>();
        costs.put("API Gateway", prices.of("apigateway.millionRequests"));
        costs.put("Lambda, requests", prices.of("lambda.millionRequests"));
        costs.put(
                "Lambda, time",
                (prices.assumed("apiMillisAnAnswer") + prices.assumed("apiMillisARow") * answer.rows())
                        * MILLION
                        / 1_000
                        * stack.memoryMegabytes(function)
                        / 1024
                        * prices.of("lambda.gbSecondArm"));
        costs.put("DynamoDB, reads", answer.readUnits() * prices.of("dynamodb.readMillionUnits"));
        costs.put(
                "logs",
                (prices.assumed("logBytesAnInvocation") + prices.assumed("accessLogBytes"))
                        * MILLION
                        / BYTES_A_GB
                        * prices.of("logs.ingestedGb"));
        return costs;
    }

    /** How the parameter StreamWindowSeconds is chosen. */
    private void appendWindows(StringBuilder page) {
        page.append("## The window of the stream\n\n");
        page.append(
                        "What a month costs in all, without what is fixed, by the parameter `StreamWindowSeconds`: for how long the ")
                .append(
                        "mapping of the stream waits for a batch to fill. A row is written once a batch, so that a longer one ")
                .append("costs less, and totals are later by as much. In parentheses the records of a batch.\n\n");
        page.append("| US dollars |");
        WINDOWS.forEach(window -> page.append(" %.0f s |".formatted(window)));
        page.append("\n| --- |").append(" ---: |".repeat(WINDOWS.size())).append('\n');
        for (double events : VOLUMES) {
            page.append("| %,.0f million events |".formatted(events / MILLION));
            for (double window : WINDOWS) {
                Month month = produced(events, window);
                page.append(" %s (%s) |".formatted(money(sum(variable(month))), size(month.streamBatch())));
            }
            page.append('\n');
        }
        page.append(
                "\nThe default is %.0f s, for fresh totals. A window of %.0f s would save %s a month of %,.0f million events, and %s one of %,.0f million.%n%n"
                        .formatted(
                                stack.windowSeconds(true),
                                LONGER,
                                money(saved(VOLUMES.getFirst())),
                                VOLUMES.getFirst() / MILLION,
                                money(saved(VOLUMES.getLast())),
                                VOLUMES.getLast() / MILLION));
    }

    private double saved(double events) {
        return sum(variable(produced(events))) - sum(variable(produced(events, LONGER)));
    }

    private static void table(StringBuilder page, List<String> columns, List<Map<String, Double>> costs) {
        page.append("| US dollars | ").append(String.join(" | ", columns)).append(" |\n| --- ");
        page.append("| ---: ".repeat(columns.size())).append("|\n");
        for (String item : costs.getFirst().keySet()) {
            page.append("| ").append(item);
            costs.forEach(column -> page.append(" | ").append(money(column.getOrDefault(item, 0.0))));
            page.append(" |\n");
        }
        page.append("| **in all**");
        costs.forEach(column -> page.append(" | **").append(money(sum(column))).append("**"));
        page.append(" |\n\n");
    }

    private static double sum(Map<String, Double> costs) {
        return costs.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static String size(double batch) {
        return String.format(Locale.ROOT, batch < 10 ? "%.1f" : "%.0f", batch);
    }

    private static String money(double cost) {
        return String.format(Locale.ROOT, "%,.2f", cost);
    }
}
