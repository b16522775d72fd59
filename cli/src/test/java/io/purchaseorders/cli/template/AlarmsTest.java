package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.handlers.telemetry.MetricNames;
import io.purchaseorders.local.cloudformation.ShortTags;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alarms and the dashboard look at metrics that exist, and every guarantee has its alarm. */
class AlarmsTest {

    private static final String OWN = "purchase-orders-${Environment}";

    private static final Map<String, Set<String>> COUNTED = Map.of(
            "order-processor", MetricNames.PROCESSOR,
            "order-aggregator", MetricNames.AGGREGATOR,
            "order-api", MetricNames.API,
            "order-audit", MetricNames.API);

    private final JsonNode monitoring = Templates.read("monitoring.yaml");
    private final Map<String, JsonNode> alarms = Templates.ofType(monitoring, "AWS::CloudWatch::Alarm");

    /** What alarms look at, be it alone or in an expression. */
    private Stream<JsonNode> metrics() {
        return alarms.values().stream()
                .map(alarm -> alarm.path("Properties"))
                .flatMap(properties -> properties.has("Metrics")
                        ? Templates.elements(properties.path("Metrics"))
                                .filter(query -> query.has("MetricStat"))
                                .map(query -> query.at("/MetricStat/Metric"))
                        : Stream.of(properties));
    }

    @Test
    void own_metrics_are_those_that_the_named_function_counts() {
        assertThat(metrics())
                .filteredOn(metric -> metric.at("/Namespace/Fn::Sub").asText().equals(OWN))
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(metric -> {
                    JsonNode dimension = metric.path("Dimensions").path(0);
                    assertThat(metric.path("Dimensions")).hasSize(1);
                    assertThat(dimension.path("Name").asText()).isEqualTo(MetricNames.SERVICE_DIMENSION);
                    assertThat(COUNTED.get(dimension.path("Value").asText()))
                            .contains(metric.path("MetricName").asText());
                });
    }

    @Test
    void every_guarantee_has_its_alarm() {
        assertThat(metrics().map(metric -> metric.path("MetricName").asText()).collect(Collectors.toSet()))
                .contains(
                        MetricNames.IMMUTABILITY_VIOLATIONS,
                        MetricNames.CONSERVATION_IMBALANCE,
                        MetricNames.EVENTS_QUARANTINED,
                        MetricNames.ROWS_QUARANTINED,
                        MetricNames.LAG_MILLIS,
                        MetricNames.EVENTS_CONFLICT,
                        MetricNames.EVENTS_REJECTED,
                        "IteratorAge",
                        "DroppedEventCount",
                        "OnFailureDestinationDeliveredEventCount",
                        "DestinationDeliveryFailures",
                        "ApproximateNumberOfMessagesVisible",
                        "ApproximateAgeOfOldestMessage",
                        "FailedInvocations",
                        "InvocationsFailedToBeSentToDlq",
                        "FailedInvokeEventCount",
                        "Errors",
                        "Throttles",
                        "5XXError",
                        "Latency");
        assertThat(alarms.values())
                .allMatch(alarm ->
                        alarm.at("/Properties/AlarmActions/0/Ref").asText().equals("AlarmTopic"));
    }

    @Test
    void the_dashboard_shows_metrics_that_are_counted_and_every_alarm() {
        String body = monitoring
                .at("/Resources/Dashboard/Properties/DashboardBody/Fn::Sub")
                .asText();
        Matcher metric = Pattern.compile(Pattern.quote("[\"" + OWN + "\",") + "\"(\\w+)\",\"Service\",\"([\\w-]+)\"")
                .matcher(body);
        Set<String> shown = new TreeSet<>();
        while (metric.find()) {
            assertThat(COUNTED.get(metric.group(2))).contains(metric.group(1));
            shown.add(metric.group(1));
        }
        assertThat(shown).hasSizeGreaterThan(10);
        assertThat(alarms.keySet()).allSatisfy(alarm -> assertThat(body).contains("${" + alarm + ".Arn}"));
        assertThat(ShortTags.read(body).path("widgets")).isNotEmpty();
    }

    @Test
    void the_functions_count_under_the_names_that_the_alarms_look_for() {
        assertThat(Templates.ofType(Templates.main(), "AWS::Lambda::Function").values())
                .allSatisfy(function -> {
                    JsonNode variables = function.at("/Properties/Environment/Variables");
                    assertThat(variables
                                    .at("/POWERTOOLS_METRICS_NAMESPACE/Fn::Sub")
                                    .asText())
                            .isEqualTo(OWN);
                    assertThat(COUNTED)
                            .containsKey(
                                    variables.path("POWERTOOLS_SERVICE_NAME").asText());
                });
    }
}
