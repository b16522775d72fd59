package io.purchaseorders.handlers.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class PowertoolsTelemetryTest {

    @Test
    void what_stops_a_release_is_counted_for_the_version_as_well_and_nothing_else_is() {
        List<JsonNode> lines = lines("order-api", Map.of(MetricNames.REQUESTS, 1, MetricNames.SERVER_ERRORS, 1));
        assertThat(lines).hasSize(2);
        JsonNode all = lines.get(0).at("/_aws/CloudWatchMetrics/0");
        assertThat(all.path("Dimensions").toString()).isEqualTo("[[\"Service\"]]");
        assertThat(all.path("Metrics")).hasSize(2);
        JsonNode ofVersion = lines.get(1).at("/_aws/CloudWatchMetrics/0");
        assertThat(ofVersion.path("Dimensions").toString()).isEqualTo("[[\"Service\",\"Version\"]]");
        assertThat(ofVersion.path("Metrics"))
                .singleElement()
                .satisfies(metric -> assertThat(metric.path("Name").asText()).isEqualTo(MetricNames.SERVER_ERRORS));
        assertThat(lines.get(1).path(MetricNames.SERVICE_DIMENSION).asText()).isEqualTo("order-api");
        assertThat(lines.get(1).path(MetricNames.VERSION_DIMENSION).asText()).isEqualTo("7");
    }

    @Test
    void a_line_without_such_a_metric_names_no_version() {
        List<JsonNode> lines = lines("order-processor", Map.of(MetricNames.EVENTS_ACCEPTED, 1));
        assertThat(lines)
                .singleElement()
                .satisfies(line ->
                        assertThat(line.has(MetricNames.VERSION_DIMENSION)).isFalse());
    }

    private static List<JsonNode> lines(String service, Map<String, Integer> values) {
        return Told.by(service, Optional.of("7"), telemetry -> telemetry.publish(values))
                .metrics();
    }
}
