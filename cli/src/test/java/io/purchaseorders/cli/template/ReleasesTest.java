package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.handlers.telemetry.MetricNames;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a release may do to what runs: nothing that it was not stopped for, in an order that readers bear. */
class ReleasesTest {

    private final JsonNode main = Templates.main();

    /** A version is replaced, that is the next one published, only if a property of it changes, and Lambda refuses to
     * publish what has not changed: so the release is in the description of both. */
    @Test
    void another_release_is_another_version_of_every_function() {
        Map<String, JsonNode> versions = Templates.ofType(main, "AWS::Lambda::Version");
        assertThat(versions).hasSameSizeAs(Templates.ofType(main, "AWS::Lambda::Function"));
        versions.values().forEach(version -> {
            assertThat(version.at("/Properties/Description/Fn::Sub").asText()).contains("${Release}");
            String function = version.at("/Properties/FunctionName/Ref").asText();
            assertThat(main.path("Resources")
                            .path(function)
                            .at("/Properties/Description/Fn::Sub")
                            .asText())
                    .as("description of %s", function)
                    .contains("${Release}");
        });
    }

    @Test
    void the_aggregator_moves_at_once_then_the_processor_then_the_api_and_last_its_routes() {
        JsonNode resources = main.path("Resources");
        assertThat(resources.path("OrderAggregatorAlias").has("UpdatePolicy"))
                .as("two versions would take turns on a shard")
                .isFalse();
        assertThat(dependencies("OrderProcessorAlias")).contains("OrderAggregatorAlias");
        assertThat(dependencies("OrderApiAlias")).contains("OrderProcessorAlias", "Monitoring");
        Map<String, JsonNode> routes = Templates.ofType(main, "AWS::ApiGateway::Deployment");
        assertThat(routes).hasSize(1);
        routes.keySet()
                .forEach(routesOfRelease ->
                        assertThat(dependencies(routesOfRelease)).contains("OrderApiAlias"));
    }

    private List<String> dependencies(String logicalId) {
        return Templates.texts(main.path("Resources").path(logicalId).path("DependsOn"));
    }

    /** An alarm on all versions would keep a fix out for as long as the version that it mends fails. */
    @Test
    void a_release_is_stopped_by_alarms_on_its_own_version_alone() {
        Map<String, JsonNode> alarms = Templates.ofType(main, "AWS::CloudWatch::Alarm");
        Templates.ofType(main, "AWS::CodeDeploy::DeploymentGroup").forEach((group, deployment) -> {
            String version = group.replace("Deployment", "Version");
            assertThat(deployment.at("/Properties/AlarmConfiguration/Alarms"))
                    .isNotEmpty()
                    .allSatisfy(alarm -> assertThat(
                                    alarms.get(alarm.at("/Name/Ref").asText()).at("/Properties/Dimensions"))
                            .anySatisfy(dimension -> {
                                assertThat(dimension.path("Name").asText())
                                        .isIn("ExecutedVersion", MetricNames.VERSION_DIMENSION);
                                assertThat(dimension.at("/Value/Fn::GetAtt").toString())
                                        .isEqualTo("[\"" + version + "\",\"Version\"]");
                            }));
        });
    }

    /** An alarm keeps its state when it is changed, so that it is another one for each version. */
    @Test
    void an_alarm_on_a_version_is_named_by_it_and_looks_at_a_metric_that_is_counted_by_version() {
        Templates.ofType(main, "AWS::CloudWatch::Alarm").forEach((logicalId, alarm) -> {
            JsonNode properties = alarm.path("Properties");
            assertThat(properties.at("/AlarmName/Fn::Sub").asText())
                    .as(logicalId)
                    .endsWith("Version.Version}");
            if (!properties.path("Namespace").asText().equals("AWS/Lambda")) {
                assertThat(MetricNames.BY_VERSION)
                        .contains(properties.path("MetricName").asText());
            }
        });
    }
}
