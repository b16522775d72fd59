package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.stream.MappingSettings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What deploys is what runs here, under the names that were promised and within the services' limits. */
class DefinitionsTest {

    /** create-stack takes a larger template from a bucket only. */
    private static final int MAX_TEMPLATE_BODY_BYTES = 51_200;

    /** What people and programs ask; the others are given events. */
    private static final Set<String> ASKED = Set.of("OrderApiFunction", "OrderAuditFunction");

    @ParameterizedTest
    @ValueSource(strings = {"main.yaml", "iamroles.yaml", "openapi.yaml"})
    void the_local_system_is_read_from_the_files_that_deploy(String name) throws IOException {
        try (InputStream packaged = Objects.requireNonNull(
                StackTemplate.class.getResourceAsStream("/cloudformation/" + name), name + " on the class path")) {
            assertThat(packaged.readAllBytes()).isEqualTo(Files.readAllBytes(Templates.DIRECTORY.resolve(name)));
        }
    }

    @Test
    void handlers_are_classes_that_the_managed_runtime_can_make() throws ReflectiveOperationException {
        var functions = Templates.ofType(Templates.main(), "AWS::Lambda::Function");
        assertThat(functions).hasSize(4);
        for (JsonNode function : functions.values()) {
            Class<?> handler = Class.forName(function.at("/Properties/Handler").asText());
            assertThat(Modifier.isPublic(handler.getConstructor().getModifiers()))
                    .isTrue();
            assertThat(RequestHandler.class.isAssignableFrom(handler)
                            || RequestStreamHandler.class.isAssignableFrom(handler))
                    .isTrue();
        }
    }

    @Test
    void functions_run_on_arm_from_snapshots_of_published_versions_behind_an_alias_without_internet() {
        JsonNode main = Templates.main();
        assertThat(Templates.ofType(main, "AWS::Lambda::Function")).allSatisfy((logicalId, function) -> {
            JsonNode properties = function.path("Properties");
            assertThat(properties.path("Runtime").asText()).isEqualTo("java25");
            assertThat(Templates.texts(properties.path("Architectures"))).containsExactly("arm64");
            assertThat(properties.at("/SnapStart/ApplyOn").asText()).isEqualTo("PublishedVersions");
            // Lambda's own sampling would trace every event of a quiet system, at more than all the rest of it costs.
            assertThat(properties.at("/TracingConfig/Mode").asText())
                    .isEqualTo(ASKED.contains(logicalId) ? "Active" : "PassThrough");
            assertThat(properties.at("/VpcConfig/SubnetIds").toString()).contains("Network", "Outputs.SubnetIds");
        });
        // The gateway's own segments would show the whole path, so ids of customers, and the caller's address.
        assertThat(Templates.ofType(main, "AWS::ApiGateway::Stage"))
                .hasSize(1)
                .allSatisfy((logicalId, stage) -> assertThat(
                                stage.at("/Properties/TracingEnabled").asText())
                        .isEqualTo("false"));
        assertThat(Templates.ofType(main, "AWS::Lambda::Alias"))
                .hasSize(4)
                .allSatisfy((logicalId, alias) ->
                        assertThat(alias.at("/Properties/Name").asText()).isEqualTo("live"));
        JsonNode network = Templates.read("network.yaml");
        assertThat(Templates.ofType(network, "AWS::EC2::Subnet")).hasSize(2);
        assertThat(main.toString() + network)
                .doesNotContain("AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::Route\"");
    }

    /** Limits: Lambda's developer guide, "Lambda parameters for Amazon DynamoDB event source mappings". */
    @Test
    void the_stream_mapping_is_within_the_documented_limits() {
        MappingSettings mapping = StackTemplate.packaged().mappings().getFirst();
        assertThat(mapping.batchSize()).isBetween(1, 10_000);
        assertThat(mapping.batchingWindow()).isBetween(Duration.ZERO, Duration.ofMinutes(5));
        assertThat(mapping.tumblingWindow()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(15));
        assertThat(mapping.maximumRetryAttempts()).isBetween(-1, 10_000);
        // The stream forgets after 24 hours: what is given up before that keeps its payload.
        assertThat(mapping.maximumRecordAge()).isBetween(Duration.ofMinutes(1), Duration.ofHours(23));
        assertThat(mapping.bisectOnError()).isTrue();
        assertThat(mapping.reportsBatchItemFailures()).isTrue();
        assertThat(mapping.onFailure()).startsWith("arn:aws:s3:::");
        JsonNode properties =
                Templates.main().path("Resources").path("EventsToAggregator").path("Properties");
        assertThat(properties.path("StartingPosition").asText()).isEqualTo("TRIM_HORIZON");
        assertThat(properties.path("ParallelizationFactor").asInt()).isEqualTo(1);
        assertThat(Templates.texts(properties.at("/MetricsConfig/Metrics"))).containsExactly("EventCount");
    }

    @Test
    void parameters_and_outputs_keep_their_names() {
        JsonNode main = Templates.main();
        assertThat(main.path("Parameters").fieldNames())
                .toIterable()
                .contains("Environment", "GitHubRepo", "GitHubBranch");
        assertThat(main.path("Parameters"))
                .allSatisfy(parameter -> assertThat(parameter.has("Default")).isTrue());
        assertThat(main.path("Outputs").fieldNames())
                .toIterable()
                .contains(
                        "ApiEndpoint",
                        "ApiUrl",
                        "EventBusName",
                        "UserPoolId",
                        "UserClientId",
                        "MachineClientId",
                        "ReaderClientId",
                        "EventBusArn",
                        "TokenUrl",
                        "FailedBatchesBucket",
                        "UndeliveredEventsUrl",
                        "DashboardUrl");
        JsonNode pipeline = Templates.read("pipeline.yaml").path("Parameters");
        assertThat(pipeline.fieldNames())
                .toIterable()
                .contains("GitHubOwner", "GitHubRepo", "GitHubBranch", "GitHubToken");
        assertThat(pipeline.at("/GitHubToken/NoEcho").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("io.purchaseorders.cli.template.Templates#names")
    void nothing_of_iam_has_a_name_so_that_its_plain_capability_is_enough(String name) {
        List.of("Role", "ManagedPolicy", "User", "Group", "InstanceProfile")
                .forEach(kind -> assertThat(Templates.ofType(Templates.read(name), "AWS::IAM::" + kind))
                        .allSatisfy((logicalId, resource) -> assertThat(
                                        resource.path("Properties").fieldNames())
                                .toIterable()
                                .doesNotContain(
                                        "RoleName",
                                        "ManagedPolicyName",
                                        "UserName",
                                        "GroupName",
                                        "InstanceProfileName")));
    }

    @ParameterizedTest
    @MethodSource("io.purchaseorders.cli.template.Templates#names")
    void a_template_is_small_enough_to_be_sent_as_it_is(String name) throws IOException {
        assertThat(Files.size(Templates.DIRECTORY.resolve(name))).isLessThanOrEqualTo(MAX_TEMPLATE_BODY_BYTES);
    }

    /** scripts/test_deploy.sh holds the name that it gives. */
    @Test
    void another_api_document_is_another_deployment_because_one_script_packages_and_names_it() throws IOException {
        assertThat(Templates.ofType(Templates.main(), "AWS::ApiGateway::Deployment")
                        .keySet())
                .containsExactly("OrdersApiDeployment");
        for (String name : List.of("buildspec.yml", "scripts/deploy.sh", "docs/deploy.md")) {
            assertThat(Files.readString(Templates.ROOT.resolve(name)))
                    .as("API Gateway would keep serving the old document, were %s to package by itself", name)
                    .contains("scripts/package.sh")
                    .doesNotContain("aws cloudformation package");
        }
    }
}
