package io.purchaseorders.cli.alarms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * An alarm of a template, evaluated as CloudWatch does it ("Alarm evaluation" and "Configuring how CloudWatch alarms treat
 * missing data" of its user guide): once a minute, over the periods that end then.
 *
 * @param name what comes after the environment in its name, which is its heading in docs/operations.md
 * @param properties with every name worked out
 */
record Alarm(String name, JsonNode properties) {

    /** OK, ALARM and INSUFFICIENT_DATA. */
    enum State {
        OK,
        ALARM,
        INSUFFICIENT_DATA
    }

    private static final int DEFAULT_PERIOD_SECONDS = 300;

    int evaluationPeriods() {
        return properties.path("EvaluationPeriods").asInt();
    }

    /**
     * The state after a minute.
     *
     * @param further data points that CloudWatch looks at before the evaluation periods: it does not say how many
     */
    State evaluate(Metrics metrics, int minute, int further, State before) {
        double[] points = points(metrics, evaluationPeriods() + further, minute + 1);
        int known = 0;
        int breaching = 0;
        for (int i = points.length - 1; i >= 0 && known < evaluationPeriods(); i--) {
            if (!Double.isNaN(points[i])) {
                known++;
                breaching += breaches(points[i]) ? 1 : 0;
            }
        }
        int missing = evaluationPeriods() - known;
        int needed = properties.path("DatapointsToAlarm").asInt(evaluationPeriods());
        return switch (properties.path("TreatMissingData").asText("missing")) {
            case "breaching" -> state(breaching + missing >= needed);
            case "notBreaching" -> state(breaching >= needed);
            case "ignore" -> breaching >= needed ? State.ALARM : breaching + missing < needed ? State.OK : before;
            default -> known == 0 ? State.INSUFFICIENT_DATA : state(breaching > 0 && breaching + missing >= needed);
        };
    }

    private static State state(boolean rings) {
        return rings ? State.ALARM : State.OK;
    }

    private boolean breaches(double point) {
        double threshold = properties.path("Threshold").asDouble();
        return switch (properties.path("ComparisonOperator").asText()) {
            case "GreaterThanThreshold" -> point > threshold;
            case "GreaterThanOrEqualToThreshold" -> point >= threshold;
            case "LessThanThreshold" -> point < threshold;
            case "LessThanOrEqualToThreshold" -> point <= threshold;
            default -> throw new IllegalArgumentException("comparison of " + name);
        };
    }

    private double[] points(Metrics metrics, int count, int end) {
        if (!properties.has("Metrics")) {
            String statistic = properties.path("Statistic").asText();
            return metrics.points(
                    metric(properties),
                    statistic.isEmpty() ? properties.path("ExtendedStatistic").asText() : statistic,
                    properties.path("Period").asInt(DEFAULT_PERIOD_SECONDS),
                    count,
                    end);
        }
        Map<String, double[]> series = new HashMap<>();
        String result = "";
        for (JsonNode query : properties.path("Metrics")) {
            if (query.has("MetricStat")) {
                JsonNode stat = query.path("MetricStat");
                series.put(
                        query.path("Id").asText(),
                        metrics.points(
                                metric(stat.path("Metric")),
                                stat.path("Stat").asText(),
                                stat.path("Period").asInt(),
                                count,
                                end));
            } else {
                result = query.path("Expression").asText();
            }
        }
        return MetricMath.evaluate(result, series, count);
    }

    private static Metric metric(JsonNode node) {
        Map<String, String> dimensions = new HashMap<>();
        node.path("Dimensions")
                .forEach(dimension -> dimensions.put(
                        dimension.path("Name").asText(), dimension.path("Value").asText()));
        return new Metric(
                node.path("Namespace").asText(), node.path("MetricName").asText(), dimensions);
    }
}
