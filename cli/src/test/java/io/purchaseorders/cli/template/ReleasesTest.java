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
    private final JsonNode releases = Templates.read("releases.yaml");

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
        List.of("OrderApiAlias", "OrderAuditAlias")
                .forEach(alias -> assertThat(dependencies(alias)).contains("OrderProcessorAlias", "Monitoring"));
        Map<String, JsonNode> routes = Templates.ofType(main, "AWS::ApiGateway::Deployment");
        assertThat(routes).hasSize(1);
        routes.keySet()
                .forEach(routesOfRelease ->
                        assertThat(dependencies(routesOfRelease)).contains("OrderApiAlias", "OrderAuditAlias"));
    }

    private List<String> dependencies(String logicalId) {
        return Templates.texts(main.path("Resources").path(logicalId).path("DependsOn"));
    }

    /** An alarm on all versions would keep a fix out for as long as the version that it mends fails. */
    @Test
    void a_release_is_stopped_by_alarms_on_its_own_version_alone() {
        JsonNode handedOver = main.at("/Resources/Releases/Properties/Parameters");
        Map<String, JsonNode> groups = Templates.ofType(main, "AWS::CodeDeploy::DeploymentGroup");
        assertThat(groups).hasSize(3);
        groups.forEach((group, deployment) -> {
            String version = group.replace("Deployment", "Version");
            assertThat(deployment.at("/Properties/AlarmConfiguration/Alarms"))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(alarm -> assertThat(dimensions(alarm.at("/Name/Fn::GetAtt")))
                            .anySatisfy(dimension -> {
                                assertThat(dimension.path("Name").asText())
                                        .isIn("ExecutedVersion", MetricNames.VERSION_DIMENSION);
                                String parameter = dimension.at("/Value/Ref").asText();
                                assertThat(handedOver.path(parameter).toString())
                                        .isEqualTo("{\"Fn::GetAtt\":[\"" + version + "\",\"Version\"]}");
                            }));
        });
    }

    /** Of the alarm that an output of the nested template names. */
    private JsonNode dimensions(JsonNode output) {
        assertThat(output.path(0).asText()).isEqualTo("Releases");
        String name = output.path(1).asText().replace("Outputs.", "");
        String alarm = releases.at("/Outputs/" + name + "/Value/Ref").asText();
        return releases.path("Resources").path(alarm).at("/Properties/Dimensions");
    }

    /** An alarm keeps its state when it is changed, so that it is another one for each version. */
    @Test
    void an_alarm_on_a_version_is_named_by_it_and_looks_at_a_metric_that_is_counted_by_version() {
        Map<String, JsonNode> alarms = Templates.ofType(releases, "AWS::CloudWatch::Alarm");
        assertThat(alarms).isNotEmpty();
        alarms.forEach((logicalId, alarm) -> {
            JsonNode properties = alarm.path("Properties");
            assertThat(properties.at("/AlarmName/Fn::Sub").asText())
                    .as(logicalId)
                    .endsWith("Version}");
            if (!properties.path("Namespace").asText().equals("AWS/Lambda")) {
                assertThat(MetricNames.BY_VERSION)
                        .contains(properties.path("MetricName").asText());
            }
        });
    }
}
