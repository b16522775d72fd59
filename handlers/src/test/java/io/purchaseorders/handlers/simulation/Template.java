package io.purchaseorders.handlers.simulation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.purchaseorders.stream.MappingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** The stream mapping of {@code cloudformation/main.yaml}: what deploys is what is simulated. */
@NullMarked
final class Template {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private static final String WINDOW = "MaximumBatchingWindowInSeconds";

    private static final MappingSettings OWN = read();

    private Template() {}

    static MappingSettings mapping() {
        return OWN;
    }

    private static MappingSettings read() {
        Path main = Path.of(System.getProperty("repository.root", ".."), "cloudformation", "main.yaml");
        try {
            YAMLMapper yaml = new YAMLMapper();
            JsonNode template = yaml.readTree(main.toFile());
            for (var resource : template.path("Resources")) {
                // The mapping of the queue begins nowhere: it has no StartingPosition.
                if (resource.path("Type").asText().equals("AWS::Lambda::EventSourceMapping")
                        && resource.path("Properties").has("StartingPosition")) {
                    Map<String, Object> properties = yaml.convertValue(resource.path("Properties"), OBJECT);
                    // A reference without its tag is the parameter's name.
                    properties.computeIfPresent(
                            WINDOW,
                            (name, value) -> template.path("Parameters")
                                    .path(value.toString())
                                    .path("Default")
                                    .asText(value.toString()));
                    return MappingSettings.of(properties);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("main.yaml has no stream mapping");
    }

    static MappingSettings mapping(int batchSize) {
        return batchSize == 0
                ? OWN
                : new MappingSettings(
                        OWN.tableName(),
                        OWN.functionArn(),
                        batchSize,
                        OWN.batchingWindow(),
                        OWN.tumblingWindow(),
                        OWN.bisectOnError(),
                        OWN.maximumRetryAttempts(),
                        OWN.maximumRecordAge(),
                        OWN.reportsBatchItemFailures(),
                        OWN.onFailure());
    }
}
