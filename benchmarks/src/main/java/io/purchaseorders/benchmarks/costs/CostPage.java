package io.purchaseorders.benchmarks.costs;

import io.purchaseorders.notary.NotaryTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

    private final Measured measured;
    private final Prices prices;
    private final Stack stack;
    private final Stack evidence;

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

    /** Spread evenly over the month: what comes in bursts comes in larger batches, which cost less. */
    private Month produced(double events) {
        double rate = events / SECONDS_A_MONTH;
        double queueWindow =
                stack.mapping(false).path("MaximumBatchingWindowInSeconds").asDouble();
        double streamWindow =
                stack.mapping(true).path("MaximumBatchingWindowInSeconds").asDouble();
        return new Month(
                events,
                Math.min(
                        stack.mapping(false).path("BatchSize").asDouble(),
                        1 + rate * queueWindow / prices.assumed("queuePollers")),
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
                "metrics that the functions count: " + Stack.ownMetrics(),
                Stack.ownMetrics() * prices.of("metrics.metricMonth"));
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
                "The web ACL, where it is switched on: %s, and %s for each of its two rules. A million requests of the API: %s.%n%n"
                        .formatted(
                                money(prices.of("waf.aclMonth")),
                                money(prices.of("waf.ruleMonth")),
                                money(prices.of("apigateway.millionRequests"))));
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
