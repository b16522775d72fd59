package io.purchaseorders.handlers.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;
import software.amazon.lambda.powertools.metrics.MetricsBuilder;

/**
 * What a function told while something ran.
 *
 * @param lines of its log, the least severe ones included
 * @param metrics the lines of CloudWatch's embedded metric format
 */
@NullMarked
public record Told(List<String> lines, List<JsonNode> metrics) {

    private static final String NAMESPACE = "purchase-orders-test";
    private static final JsonMapper JSON = new JsonMapper();

    /** Lambda's context, with a name for everything. */
    public static final Context CONTEXT = (Context) Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, args) -> switch (method.getReturnType().getName()) {
                case "int" -> 512;
                case "java.lang.String" -> "test-" + method.getName();
                default -> null;
            });

    public static Told by(String service, Consumer<Telemetry> part) {
        return by(service, Optional.empty(), part);
    }

    static Told by(String service, Optional<String> version, Consumer<Telemetry> part) {
        // Powertools' one instance, which the telemetry asks for; the format's library looks for AWS unless told where
        // it is.
        EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);
        MetricsBuilder.builder().withNamespace(NAMESPACE).withService(service).build();
        PrintStream standard = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        List<String> lines;
        try (LogLines logged = LogLines.begin()) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            part.accept(new PowertoolsTelemetry(version));
            lines = logged.lines();
        } finally {
            System.setOut(standard);
        }
        return new Told(
                lines,
                printed.toString(StandardCharsets.UTF_8).lines().map(Told::json).toList());
    }

    public static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a line is one JSON object: " + line, e);
        }
    }

    /** Every metric has the namespace, the one dimension and the unit that alarms look for. Answers their names. */
    public Set<String> names(String service) {
        Set<String> names = new TreeSet<>();
        assertThat(metrics).isNotEmpty().allSatisfy(line -> {
            assertThat(line.path(MetricNames.SERVICE_DIMENSION).asText()).isEqualTo(service);
            assertThat(line.at("/_aws/Timestamp").isIntegralNumber()).isTrue();
            assertThat(line.at("/_aws/CloudWatchMetrics")).singleElement().satisfies(set -> {
                assertThat(set.path("Namespace").asText()).isEqualTo(NAMESPACE);
                assertThat(set.path("Dimensions").toString())
                        .isEqualTo("[[\"" + MetricNames.SERVICE_DIMENSION + "\"]]");
                assertThat(set.path("Metrics")).isNotEmpty().allSatisfy(metric -> {
                    String name = metric.path("Name").asText();
                    assertThat(metric.path("Unit").asText())
                            .isEqualTo(name.endsWith("Millis") ? "Milliseconds" : "Count");
                    assertThat(line.path(name).isNumber()).isTrue();
                    names.add(name);
                });
            });
        });
        return names;
    }

    /** The values of a metric, in order. */
    public List<String> values(String name) {
        return metrics.stream()
                .filter(line -> line.has(name))
                .map(line -> line.path(name).decimalValue().stripTrailingZeros().toPlainString())
                .toList();
    }

    /** Every line is an object with its level and its request, and none holds what an event says beside its ids. */
    public void assertHolds(Set<String> ids, String marker) {
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line).doesNotContain(marker);
            assertThat(json(line).path("level").asText()).isNotEmpty();
            assertThat(json(line).path("function_request_id").asText()).isEqualTo("test-getAwsRequestId");
        });
        assertThat(ids).allSatisfy(id -> assertThat(lines).anyMatch(line -> line.contains('"' + id + '"')));
        assertThat(metrics).allSatisfy(line -> assertThat(line.toString()).doesNotContain(marker));
    }
}
