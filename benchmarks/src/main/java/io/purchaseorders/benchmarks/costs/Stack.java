package io.purchaseorders.benchmarks.costs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.purchaseorders.handlers.telemetry.MetricNames;
import io.purchaseorders.local.cloudformation.ShortTags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the templates deploy, as far as it costs.
 *
 * @param document of the API
 */
record Stack(List<JsonNode> templates, JsonNode document) {

    /** The stack that keeps the log beside it. */
    static Stack evidence(Path cloudformation) throws IOException {
        return new Stack(
                List.of(ShortTags.read(Files.readString(cloudformation.resolve("evidence.yaml")))),
                MissingNode.getInstance());
    }

    static Stack read(Path cloudformation) throws IOException {
        List<JsonNode> templates = new ArrayList<>();
        try (Stream<Path> files = Files.list(cloudformation)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                String name = String.valueOf(file.getFileName());
                // What deploys an environment, keeps its log, or is built beside its projections costs beside it.
                if (!List.of(
                                "pipeline.yaml",
                                "deployer.yaml",
                                "publisher.yaml",
                                "projections.yaml",
                                "openapi.yaml",
                                "evidence.yaml")
                        .contains(name)) {
                    templates.add(ShortTags.read(Files.readString(file)));
                }
            }
        }
        return new Stack(templates, ShortTags.read(Files.readString(cloudformation.resolve("openapi.yaml"))));
    }

    List<JsonNode> ofType(String type) {
        List<JsonNode> found = new ArrayList<>();
        templates.forEach(template -> template.path("Resources").forEach(resource -> {
            if (resource.path("Type").asText().equals(type)) {
                found.add(resource.path("Properties"));
            }
        }));
        return found;
    }

    /** An alarm costs for each metric that it looks at. */
    int alarmMetrics() {
        int metrics = 0;
        for (JsonNode alarm : ofType("AWS::CloudWatch::Alarm")) {
            int inExpression = 0;
            for (JsonNode query : alarm.path("Metrics")) {
                inExpression += query.has("MetricStat") ? 1 : 0;
            }
            metrics += Math.max(1, inExpression);
        }
        return metrics;
    }

    /** What the functions count, each for itself, and what by version as well, of the version that runs. */
    int ownMetrics() {
        int metrics = 0;
        for (JsonNode function : ofType("AWS::Lambda::Function")) {
            Set<String> counted = counted(function.path("Handler").asText());
            metrics += counted.size();
            metrics += (int)
                    counted.stream().filter(MetricNames.BY_VERSION::contains).count();
        }
        return metrics;
    }

    private static Set<String> counted(String handler) {
        String name = handler.substring(handler.lastIndexOf('.') + 1);
        return switch (name) {
            case "OrderProcessor" -> MetricNames.PROCESSOR;
            case "OrderAggregator" -> MetricNames.AGGREGATOR;
            case "OrderApi", "OrderAudit" -> MetricNames.API;
            default -> throw new IllegalStateException("what does " + handler + " count?");
        };
    }

    /** Calls of the API that the gateway counts each for itself, where its detailed metrics are on. */
    int countedMethods() {
        boolean isDetailed = ofType("AWS::ApiGateway::Stage").stream()
                .flatMap(stage ->
                        StreamSupport.stream(stage.path("MethodSettings").spliterator(), false))
                .anyMatch(setting -> setting.path("ResourcePath").asText().equals("/*")
                        && setting.path("MetricsEnabled").asBoolean());
        int methods = 0;
        for (JsonNode path : document.path("paths")) {
            methods += path.has("get") ? 1 : 0;
            methods += path.has("post") ? 1 : 0;
        }
        return isDetailed ? methods : 0;
    }

    /** Mappings that count what they poll. */
    long countingMappings() {
        return ofType("AWS::Lambda::EventSourceMapping").stream()
                .filter(mapping -> mapping.has("MetricsConfig"))
                .count();
    }

    int interfaceEndpointsInSubnets() {
        return ofType("AWS::EC2::VPCEndpoint").stream()
                .filter(endpoint -> endpoint.path("VpcEndpointType").asText().equals("Interface"))
                .mapToInt(endpoint -> endpoint.path("SubnetIds").size())
                .sum();
    }

    int memoryMegabytes(String handlerEnd) {
        return function(handlerEnd).path("MemorySize").asInt();
    }

    /** Whether Lambda samples by itself, and not only what a caller samples. */
    boolean isTraced(String handlerEnd) {
        return function(handlerEnd).at("/TracingConfig/Mode").asText().equals("Active");
    }

    private JsonNode function(String handlerEnd) {
        return ofType("AWS::Lambda::Function").stream()
                .filter(function -> function.path("Handler").asText().endsWith(handlerEnd))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no function " + handlerEnd));
    }

    /** The mapping of the queue, or of the stream, which says where it begins. */
    JsonNode mapping(boolean ofStream) {
        return ofType("AWS::Lambda::EventSourceMapping").stream()
                .filter(mapping -> mapping.has("StartingPosition") == ofStream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no mapping"));
    }

    /** How long a mapping waits for a batch to fill; by default, where it is a parameter. */
    double windowSeconds(boolean ofStream) {
        JsonNode window = mapping(ofStream).path("MaximumBatchingWindowInSeconds");
        return window.isNumber()
                ? window.asDouble()
                : templates.stream()
                        .map(template -> template.path("Parameters")
                                .path(window.path("Ref").asText())
                                .path("Default"))
                        .filter(JsonNode::isNumber)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no window"))
                        .asDouble();
    }
}
