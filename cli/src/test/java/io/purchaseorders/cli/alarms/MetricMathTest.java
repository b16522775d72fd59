package io.purchaseorders.cli.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.cli.alarms.Alarm.State;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulation against what the user guide of CloudWatch says of expressions and of missing data. */
class MetricMathTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1 + 2 * a              | 3 5 11
                    (1 + 2) * b            | 3 - 15
                    FILL(b, 0)             | 1 0 5
                    a - FILL(b, 0) - 1     | -1 1 -1
                    RUNNING_SUM(a)         | 1 3 8
                    RUNNING_SUM(FILL(b,0)) | 1 1 6
                    a > 1 AND a < 5        | 0 1 0
                    a == 1 OR a >= 5       | 1 0 1
                    IF(a > 1, 7, b)        | 1 7 7
                    IF(b > 1, 7, 8)        | 8 - 7
                    a / (a - 1)            | - 2 1.25
                    """)
    void an_expression_is_worked_out_point_by_point(String expression, String expected) {
        double[] a = {1, 2, 5};
        double[] b = {1, Double.NaN, 5};
        assertThat(Arrays.stream(MetricMath.evaluate(expression, Map.of("a", a, "b", b), 3))
                        .mapToObj(point -> Double.isNaN(point)
                                ? "-"
                                : String.valueOf(point).replaceFirst("\\.0$", ""))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @Test
    void what_is_not_simulated_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricMath.evaluate("SEARCH(1)", Map.of(), 1))
                .withMessageContaining("SEARCH");
        assertThatIllegalArgumentException().isThrownBy(() -> MetricMath.evaluate("1 1", Map.of(), 1));
    }

    /** The table of "How alarm state is evaluated when data is missing", for three of three periods and five points. */
    @ParameterizedTest
    @CsvSource({
        "0-X-X, OK, OK, OK, OK",
        "----0, OK, OK, OK, OK",
        "-----, INSUFFICIENT_DATA, ALARM, ALARM, OK",
        "0XX-X, ALARM, ALARM, ALARM, ALARM",
        "--X--, ALARM, ALARM, ALARM, OK"
    })
    void missing_data_counts_as_the_user_guide_says(
            String points, State missing, State ignore, State breaching, State notBreaching) {
        assertThat(state(points, "missing")).isEqualTo(missing);
        assertThat(state(points, "ignore")).as("the state before was ALARM").isEqualTo(ignore);
        assertThat(state(points, "breaching")).isEqualTo(breaching);
        assertThat(state(points, "notBreaching")).isEqualTo(notBreaching);
    }

    private static State state(String points, String treatment) {
        Metrics metrics = new Metrics();
        for (int i = 0; i < points.length(); i++) {
            if (points.charAt(i) != '-') {
                metrics.put(Metric.of("n", "m"), i, points.charAt(i) == 'X' ? 1 : 0);
            }
        }
        Alarm alarm = new Alarm(
                "a",
                new JsonMapper()
                        .createObjectNode()
                        .put("Namespace", "n")
                        .put("MetricName", "m")
                        .put("Statistic", "Sum")
                        .put("Period", 60)
                        .put("EvaluationPeriods", 3)
                        .put("Threshold", 0)
                        .put("ComparisonOperator", "GreaterThanThreshold")
                        .put("TreatMissingData", treatment));
        return alarm.evaluate(metrics, points.length() - 1, 2, State.ALARM);
    }
}
