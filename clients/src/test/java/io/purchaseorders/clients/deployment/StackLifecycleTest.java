package io.purchaseorders.clients.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.clients.NpmTools;
import io.purchaseorders.clients.deployment.CloudFormation.Outcome;
import io.purchaseorders.clients.deployment.CloudFormation.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged templates come up, are updated and deleted in an account that is new, again and again and after failures. */
class StackLifecycleTest {

    private static final Path ROOT = NpmTools.ROOT;
    private static final String STACK = "purchase-orders-dev";

    private static final String CONSOLE = "purchase-orders-console-dev";

    private static final String EVIDENCE = "purchase-orders-evidence-dev";

    /** The end of a name that CloudFormation made up, as the stand-in does. */
    private static final Pattern GENERATED = Pattern.compile("-[A-Z]\\w+-[0-9]+$");

    private static final Outcome CREATED = new Outcome(Status.CREATE_COMPLETE, "");
    private static final Outcome UPDATED = new Outcome(Status.UPDATE_COMPLETE, "");

    private static ResourceTypes types;

    private final Bucket bucket = new Bucket(ROOT.resolve("cloudformation"), "archive 1");
    private Account account;
    private CloudFormation cloudFormation;
    private String packaged;

    @BeforeAll
    static void readTypes() {
        types = ResourceTypes.read();
    }

    @BeforeEach
    void anAccountThatIsNew() {
        account = new Account(types);
        cloudFormation = new CloudFormation(account, types, bucket);
        packaged = bucket.pack("main.yaml");
    }

    private Outcome deploy(String release, String... keysAndValues) {
        Map<String, String> parameters = new HashMap<>(Map.of("Environment", "dev", "Release", release));
        for (int index = 0; index < keysAndValues.length; index += 2) {
            parameters.put(keysAndValues[index], keysAndValues[index + 1]);
        }
        return cloudFormation.deploy(STACK, packaged, parameters);
    }

    @Test
    void it_comes_up_is_updated_and_is_deleted_and_so_again() {
        for (int time = 1; time <= 2; time++) {
            bucket.archive("archive 1");
            packaged = bucket.pack("main.yaml");
            assertThat(deploy("1")).isEqualTo(CREATED);
            assertThat(cloudFormation.outputs(STACK)).containsKeys("ApiEndpoint", "EventBusName", "MachineClientId");
            bucket.archive("archive 2");
            packaged = bucket.pack("main.yaml");
            assertThat(deploy("2", "EnableWaf", "yes", "DeletionProtection", "yes", "AlarmEmail", "a@example.com"))
                    .isEqualTo(UPDATED);
            assertThat(deploy(
                            "3",
                            "LogBucket",
                            "orders-log-dev-123456789012-eu-central-1",
                            "LogKeyArn",
                            "arn:aws:kms:eu-central-1:123456789012:key/0a-1b"))
                    .as("with the log that is kept beside it")
                    .isEqualTo(UPDATED);
            assertThat(cloudFormation.events()).contains("CREATE Network/LogEndpoint");
            assertThat(deploy("4", "LogBucket", "orders-log-dev-123456789012-eu-central-1")
                            .cause())
                    .contains("Template constraint violated: Give LogKeyArn with LogBucket, or neither.");
            assertThat(deploy("4", "LogKeyArn", "arn:aws:kms:eu-central-1:123456789012:key/0a-1b")
                            .cause())
                    .contains("Template constraint violated: Give LogBucket with LogKeyArn, or neither.");
            assertThat(cloudFormation.delete(STACK).status()).isEqualTo(Status.DELETE_COMPLETE);
            assertThat(cloudFormation.has(STACK)).isFalse();
            // What is left keeps a second stack of that name out, and says so.
            assertThat(deploy("3").cause()).contains("already exists");
            account.purge();
        }
    }

    /** As ./orders rebuild --region and scripts/deploy.sh --projections make it, update it, and scripts/cleanup.sh ends it. */
    @Test
    void a_later_generation_comes_up_beside_it_is_updated_and_leaves_nothing() {
        deploy("1");
        Map<String, JsonNode> before = account.contents();
        Map<String, String> parameters = new HashMap<>(Map.of(
                "Environment", "dev",
                "Generation", "2",
                "Release", "1",
                "ReportingTimeZone", "Europe/Berlin",
                "ImportBucket", "artifacts",
                "ImportPrefix", "projections-dev-2/import/"));
        Map<String, String> outputs = cloudFormation.outputs(STACK);
        List.of(
                        "DataKeyArn",
                        "EventsStreamArn",
                        "EventKeysArn",
                        "SubnetIds",
                        "SecurityGroupId",
                        "StreamsEndpointName",
                        "AlarmTopicArn")
                .forEach(output -> parameters.put(output, Objects.requireNonNull(outputs.get(output), output)));
        String stack = STACK + "-projections-2";
        assertThat(cloudFormation.deploy(stack, bucket.pack("projections.yaml"), parameters))
                .isEqualTo(CREATED);
        bucket.archive("archive 2");
        parameters.put("Release", "2");
        assertThat(cloudFormation.deploy(stack, bucket.pack("projections.yaml"), parameters))
                .isEqualTo(UPDATED);
        assertThat(cloudFormation.delete(stack).status()).isEqualTo(Status.DELETE_COMPLETE);
        assertThat(account.contents()).isEqualTo(before);
    }

    /** So that nothing that holds data is left where nobody looks for it. */
    @Test
    void what_is_left_after_deletion_is_what_the_cleanup_script_knows() throws IOException {
        deploy("1");
        cloudFormation.delete(STACK);
        String script = Files.readString(ROOT.resolve("scripts/cleanup.sh"));
        Set<String> kinds = new TreeSet<>();
        account.contents().keySet().forEach(left -> {
            kinds.add(left.substring(0, left.indexOf(' ')));
            String name = left.substring(left.indexOf(' ') + 1);
            if (!GENERATED.matcher(name).find()) {
                String inScript = name.replace(STACK, "$name")
                        .replace("dev", "$environment")
                        .replace(Resource.ACCOUNT, "$account")
                        .replace(Resource.REGION, "$region");
                assertThat(script).as(left).contains(inScript);
            }
        });
        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        // One a region, which every stage's logs use, and its role.
                        "AWS::ApiGateway::Account",
                        "AWS::IAM::Role",
                        "AWS::Cognito::UserPool",
                        "AWS::DynamoDB::Table",
                        "AWS::Events::Archive",
                        "AWS::Events::EventBus",
                        "AWS::KMS::Key",
                        "AWS::S3::Bucket",
                        "AWS::SQS::Queue",
                        "AWS::SecretsManager::Secret");
    }

    @Test
    void a_creation_that_fails_anywhere_leaves_nothing_and_the_next_one_succeeds() {
        deploy("1");
        List<String> steps = cloudFormation.events();
        assertThat(steps).hasSizeGreaterThan(80).allMatch(step -> step.startsWith("CREATE "));
        for (String step : steps) {
            anAccountThatIsNew();
            cloudFormation.failing(step::equals);
            Outcome failed = deploy("1");
            assertThat(failed.status()).as(step).isEqualTo(Status.ROLLBACK_COMPLETE);
            assertThat(failed.cause()).contains(step.substring("CREATE ".length()), "made to fail");
            assertThat(account.contents())
                    .as("what the failure of %s left", step)
                    .isEmpty();
            cloudFormation.failing(none -> false);
            assertThat(deploy("1")).as("after the failure of %s", step).isEqualTo(CREATED);
        }
    }

    /** What scripts/deploy.sh answers to with scripts/cleanup.sh --delete-data. */
    @Test
    void a_first_creation_of_what_is_protected_leaves_that_alone_when_it_fails() {
        cloudFormation.failing("CREATE OrdersApiStage"::equals);
        assertThat(deploy("1", "DeletionProtection", "yes").status()).isEqualTo(Status.ROLLBACK_FAILED);
        assertThat(account.contents().keySet().stream()
                        .map(left -> left.substring(0, left.indexOf(' ')))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("AWS::DynamoDB::Table", "AWS::Cognito::UserPool");
        account.purge();
        cloudFormation.failing(none -> false);
        assertThat(deploy("1", "DeletionProtection", "yes")).isEqualTo(CREATED);
    }

    @Test
    void an_update_that_fails_anywhere_is_taken_back_whole() {
        deploy("1");
        cloudFormation.events();
        bucket.archive("archive 2");
        String next = bucket.pack("main.yaml");
        packaged = next;
        deploy("2", "EnableWaf", "yes");
        List<String> steps = cloudFormation.events().stream()
                .filter(step -> !step.startsWith("DELETE "))
                .toList();
        assertThat(steps).hasSizeGreaterThan(10);
        for (String step : steps) {
            bucket.archive("archive 1");
            anAccountThatIsNew();
            deploy("1");
            Map<String, JsonNode> before = account.contents();
            packaged = next;
            cloudFormation.failing(step::equals);
            assertThat(deploy("2", "EnableWaf", "yes").status()).as(step).isEqualTo(Status.UPDATE_ROLLBACK_COMPLETE);
            assertThat(account.contents()).as("after the failure of %s", step).isEqualTo(before);
            cloudFormation.failing(none -> false);
            assertThat(deploy("2", "EnableWaf", "yes"))
                    .as("after the failure of %s", step)
                    .isEqualTo(UPDATED);
        }
    }

    @Test
    void the_same_release_again_changes_nothing_and_another_one_of_the_same_archive_is_published() {
        deploy("1");
        cloudFormation.events();
        assertThat(deploy("1")).isEqualTo(UPDATED);
        assertThat(cloudFormation.events()).isEmpty();
        assertThat(deploy("2")).isEqualTo(UPDATED);
        assertThat(cloudFormation.events())
                .contains(
                        "REPLACE OrderProcessorVersion",
                        "REPLACE OrderAggregatorVersion",
                        "REPLACE OrderApiVersion",
                        "REPLACE OrderAuditVersion");
    }

    /** An older release again is a new version, too, since Lambda compares with the newest one alone. */
    @Test
    void a_release_can_be_taken_back_by_deploying_the_one_before() {
        deploy("1");
        deploy("2");
        assertThat(deploy("1")).isEqualTo(UPDATED);
        assertThat(account.names("AWS::Lambda::Version")).contains("order-api-dev:3");
    }

    @Test
    void a_release_moves_the_aggregator_then_the_processor_then_the_api_and_at_once_its_routes() throws IOException {
        deploy("1");
        cloudFormation.events();
        // Another API document, by what scripts/package.sh makes of the template then.
        packaged = packaged.replace("\"OrdersApiDeployment\"", "\"OrdersApiDeployment00000000\"");
        assertThat(deploy("2", "EnableWaf", "yes")).isEqualTo(UPDATED);
        List<String> steps = cloudFormation.events();
        assertThat(steps)
                .containsSubsequence(
                        "UPDATE OrderAggregatorAlias",
                        "UPDATE OrderProcessorAlias",
                        "UPDATE OrderApiAlias",
                        "CREATE OrdersApiDeployment00000000",
                        "UPDATE OrdersApiStage");
        List<String> afterApi = steps.subList(steps.indexOf("UPDATE OrderApiAlias"), steps.size());
        assertThat(afterApi)
                .filteredOn(step -> !step.startsWith("DELETE "))
                .allMatch(step -> step.contains("OrderApiAlias")
                        || step.contains("OrderAuditAlias")
                        || step.contains("OrdersApi")
                        || step.contains("WebAcl"));
        assertThat(account.shifts())
                .containsExactly("order-processor-dev 1 -> 2", "order-api-dev 1 -> 2", "order-audit-dev 1 -> 2");
    }

    @ParameterizedTest
    @CsvSource({
        "processor-release-2, order-processor",
        "processor-release-returns-2, order-processor",
        "api-release-2, order-api",
        "api-release-5xx-2, order-api",
        "audit-release-2, order-audit",
        "audit-release-5xx-2, order-audit"
    })
    void a_release_that_fails_is_taken_back_whole(String alarm, String function) {
        deploy("1");
        Map<String, JsonNode> before = account.contents();
        account.alarming((STACK + "-" + alarm)::equals);
        Outcome stopped = deploy("2");
        assertThat(stopped.status()).isEqualTo(Status.UPDATE_ROLLBACK_COMPLETE);
        assertThat(stopped.cause()).contains("stopped by the alarm " + STACK + "-" + alarm);
        assertThat(account.shifts().getLast()).isEqualTo(function + "-dev 1 -> 2");
        assertThat(account.contents()).isEqualTo(before);
    }

    @Test
    void a_fix_is_released_while_everything_about_the_version_before_is_in_alarm() {
        deploy("1");
        deploy("2");
        account.alarming(name -> !name.endsWith("-3"));
        assertThat(deploy("3")).isEqualTo(UPDATED);
    }

    @Test
    void an_account_that_is_new_refuses_any_reservation() {
        assertThat(deploy("1", "ApiConcurrency", "1").cause()).contains("OrderApiFunction", "Unreserved");
        assertThat(account.contents()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "prod"})
    void an_environment_comes_up_with_its_own_file_of_parameters(String environment) throws IOException {
        List<String> parameters = new ArrayList<>();
        new JsonMapper()
                .readTree(ROOT.resolve("cloudformation/environments/" + environment + ".json")
                        .toFile())
                .path("Parameters")
                .properties()
                .forEach(parameter -> {
                    parameters.add(parameter.getKey());
                    parameters.add(parameter.getValue().asText());
                });
        assertThat(parameters).isNotEmpty();
        assertThat(deploy("1", parameters.toArray(String[]::new))).isEqualTo(CREATED);
        assertThat(account.names("AWS::WAFv2::WebACL")).hasSize(environment.equals("prod") ? 1 : 0);
    }

    @Test
    void the_console_comes_up_before_an_environment_leaves_nothing_when_it_fails_and_is_deleted() {
        deploy("1");
        Map<String, JsonNode> before = account.contents();
        String console = bucket.pack("console.yaml");
        Map<String, String> parameters = Map.of(
                "Environment", "dev",
                "ApiOrigin", "https://api.example",
                "SignInOrigin", "https://sign-in.example",
                "UserPoolId", cloudFormation.outputs(STACK).getOrDefault("UserPoolId", ""));
        cloudFormation.events();
        assertThat(cloudFormation.deploy(CONSOLE, console, parameters)).isEqualTo(CREATED);
        List<String> steps = cloudFormation.events();
        assertThat(cloudFormation.outputs(CONSOLE))
                .containsOnlyKeys("ConsoleUrl", "SiteBucket", "DistributionId", "ConsoleClientId");
        assertThat(cloudFormation.deploy(CONSOLE, console, parameters)).isEqualTo(UPDATED);
        assertThat(cloudFormation.delete(CONSOLE).status()).isEqualTo(Status.DELETE_COMPLETE);
        assertThat(account.contents()).isEqualTo(before);
        for (String step : steps) {
            cloudFormation.failing(step::equals);
            assertThat(cloudFormation.deploy(CONSOLE, console, parameters).status())
                    .as(step)
                    .isEqualTo(Status.ROLLBACK_COMPLETE);
            assertThat(account.contents())
                    .as("what the failure of %s left", step)
                    .isEqualTo(before);
            cloudFormation.failing(none -> false);
            cloudFormation.delete(CONSOLE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EventsTableArn, arn:aws:dynamodb:eu-central-1:111122223333:table/purchase-orders-dev, AuditorAccountId,"
                + " 444455556666, 6",
        "ExportsAccountId, 111122223333, ExportsKeyId, 0a-1b, 5"
    })
    void the_logs_stack_comes_up_beside_the_system_or_with_an_auditor_and_leaves_nothing_when_it_fails(
            String first, String value, String second, String other, int outputs) {
        String evidence = bucket.pack("evidence.yaml");
        Map<String, String> parameters = new HashMap<>(Map.of("Environment", "dev", "LogName", "example.org/log"));
        assertThat(cloudFormation.deploy(EVIDENCE, evidence, parameters).cause())
                .contains("Template constraint violated: Give EventsTableArn");
        parameters.put(first, value);
        parameters.put(second, other);
        Map<String, JsonNode> before = account.contents();
        cloudFormation.events();
        assertThat(cloudFormation.deploy(EVIDENCE, evidence, parameters)).isEqualTo(CREATED);
        List<String> steps = cloudFormation.events();
        assertThat(cloudFormation.outputs(EVIDENCE)).hasSize(outputs).containsKeys("LogBucketName", "SigningKeyArn");
        assertThat(cloudFormation.deploy(EVIDENCE, evidence, parameters)).isEqualTo(UPDATED);
        assertThat(cloudFormation.delete(EVIDENCE).status()).isEqualTo(Status.DELETE_COMPLETE);
        assertThat(account.contents().keySet())
                .as("the log, its keys and the exports")
                .hasSizeGreaterThan(before.size());
        for (String step : steps) {
            anAccountThatIsNew();
            cloudFormation.failing(step::equals);
            assertThat(cloudFormation.deploy(EVIDENCE, evidence, parameters).status())
                    .as(step)
                    .isEqualTo(Status.ROLLBACK_COMPLETE);
            assertThat(account.contents())
                    .as("what the failure of %s left", step)
                    .isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 2", "111122223333, 1"})
    void the_pipeline_comes_up_is_updated_and_is_deleted_with_production_here_or_elsewhere(
            String productionAccount, int deployers) {
        packaged = bucket.pack("pipeline.yaml");
        Map<String, String> parameters = new HashMap<>(Map.of("GitHubToken", "any"));
        parameters.put("ProductionAccountId", productionAccount);
        if (!productionAccount.isEmpty()) {
            assertThat(cloudFormation
                            .deploy("purchase-orders-pipeline", packaged, parameters)
                            .cause())
                    .contains("Template constraint violated: Give ProductionActionRoleArn");
            for (String role : List.of("ActionRole", "StackRole", "SmokeTestRole", "ConsoleRole", "GenerationsRole")) {
                parameters.put("Production" + role + "Arn", "arn:aws:iam::111122223333:role/x/" + role);
            }
            parameters.put("ProductionBoundaryArn", "arn:aws:iam::111122223333:policy/x/Boundary");
        }
        for (int time = 1; time <= 2; time++) {
            assertThat(cloudFormation.deploy("purchase-orders-pipeline", packaged, parameters))
                    .isEqualTo(CREATED);
            assertThat(account.names("AWS::CloudFormation::Stack")).hasSize(deployers);
            parameters.put("ApprovalEmail", "a@example.com");
            parameters.put("DeployConsole", "no");
            assertThat(cloudFormation.deploy("purchase-orders-pipeline", packaged, parameters))
                    .isEqualTo(UPDATED);
            cloudFormation.delete("purchase-orders-pipeline");
            parameters.remove("ApprovalEmail");
            parameters.remove("DeployConsole");
        }
    }
}
