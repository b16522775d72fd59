package io.purchaseorders.handlers.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class EmfMetricsTest {

    @Test
    void what_stops_a_release_is_counted_for_the_version_as_well_and_nothing_else_is() {
        JsonNode line = line("order-api", "7", Map.of(MetricNames.REQUESTS, 1, MetricNames.SERVER_ERRORS, 1));
        JsonNode sets = line.at("/_aws/CloudWatchMetrics");
        assertThat(sets).hasSize(2);
        assertThat(sets.at("/0/Dimensions").toString()).isEqualTo("[[\"Service\"]]");
        assertThat(sets.at("/0/Metrics")).hasSize(2);
        assertThat(sets.at("/1/Dimensions").toString()).isEqualTo("[[\"Service\",\"Version\"]]");
        assertThat(sets.at("/1/Metrics"))
                .singleElement()
                .satisfies(metric -> assertThat(metric.path("Name").asText()).isEqualTo(MetricNames.SERVER_ERRORS));
        assertThat(line.path(MetricNames.VERSION_DIMENSION).asText()).isEqualTo("7");
    }

    @Test
    void a_line_without_such_a_metric_names_no_version() {
        JsonNode line = line("order-processor", "7", Map.of(MetricNames.EVENTS_ACCEPTED, 1));
        assertThat(line.at("/_aws/CloudWatchMetrics")).hasSize(1);
        assertThat(line.has(MetricNames.VERSION_DIMENSION)).isFalse();
    }

    private static JsonNode line(String service, String version, Map<String, Integer> values) {
        return Told.of(
                        new PowertoolsTelemetry(() -> new EmfMetrics("purchase-orders-test", service, version)),
                        telemetry -> telemetry.publish(values))
                .metrics()
                .getFirst();
    }
}
