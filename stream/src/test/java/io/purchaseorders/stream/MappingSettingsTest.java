package io.purchaseorders.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The properties of {@code AWS::Lambda::EventSourceMapping}, their defaults and the service's limits. */
class MappingSettingsTest {

    private static MappingSettings with(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "EventSourceArn", "arn:aws:dynamodb:r:a:table/orders/stream/s",
                "FunctionName", "f",
                "StartingPosition", "TRIM_HORIZON"));
        properties.putAll(more);
        return MappingSettings.of(properties);
    }

    @Test
    void what_a_template_leaves_out_is_the_services_default() {
        assertThat(with(Map.of()))
                .isEqualTo(new MappingSettings(
                        "orders",
                        "f",
                        100,
                        Duration.ZERO,
                        Duration.ZERO,
                        false,
                        -1,
                        Duration.ofSeconds(-1),
                        false,
                        ""));
    }

    @ParameterizedTest
    @CsvSource({
        "BatchSize, 0",
        "BatchSize, 10001",
        "MaximumBatchingWindowInSeconds, 301",
        "TumblingWindowInSeconds, 901",
        "MaximumRetryAttempts, 10001",
        "MaximumRecordAgeInSeconds, 59",
        "MaximumRecordAgeInSeconds, 604801",
        "ParallelizationFactor, 2",
        "StartingPosition, LATEST"
    })
    void what_the_service_or_the_order_of_a_shard_forbids_is_refused(String property, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Map.of(property, value)))
                .withMessageContaining(property);
    }
}
