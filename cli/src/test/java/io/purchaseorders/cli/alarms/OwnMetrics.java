package io.purchaseorders.cli.alarms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.handlers.telemetry.PowertoolsTelemetry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;
import software.amazon.lambda.powertools.metrics.MetricsBuilder;

/** The lines that a function prints for what it counts: by the functions' own telemetry. */
final class OwnMetrics {

    private static final JsonMapper JSON = new JsonMapper();

    private OwnMetrics() {}

    static List<JsonNode> lines(String service, Map<String, ? extends Number> values) {
        EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);
        MetricsBuilder.builder()
                .withNamespace("purchase-orders-" + TemplateAlarms.ENVIRONMENT)
                .withService(service)
                .build();
        PrintStream standard = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            new PowertoolsTelemetry(Optional.of(TemplateAlarms.VERSION)).publish(values);
        } finally {
            System.setOut(standard);
        }
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .map(OwnMetrics::json)
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a line is one JSON object: " + line, e);
        }
    }
}
