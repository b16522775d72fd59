package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pipeline deploys what was built, the console with it, by roles that reach one environment each. */
class PipelineTest {

    /** Of the AWS CLI's command {@code cloudformation deploy}, and of what scripts/deploy.sh asks beside it. */
    private static final Set<String> DEPLOYS_A_STACK = Set.of(
            "cloudformation:CreateChangeSet",
            "cloudformation:DescribeChangeSet",
            "cloudformation:DescribeStackEvents",
            "cloudformation:DescribeStacks",
            "cloudformation:ExecuteChangeSet",
            "cloudformation:GetTemplateSummary",
            "iam:PassRole");

    /** Of its commands {@code s3 cp}, {@code s3 sync --delete} and {@code cloudfront create-invalidation}. */
    private static final Set<String> UPLOADS =
            Set.of("s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "cloudfront:CreateInvalidation");

    private final JsonNode pipeline = Templates.read("pipeline.yaml");
    private final JsonNode deployer = Templates.read("deployer.yaml");

    private Stream<JsonNode> actions(String stage) {
        return Templates.elements(pipeline.at("/Resources/Pipeline/Properties/Stages"))
                .filter(one -> one.path("Name").asText().equals(stage))
                .flatMap(one -> Templates.elements(one.path("Actions")))
                .map(action -> action.has("Fn::If") ? action.at("/Fn::If/1") : action);
    }

    @ParameterizedTest
    @CsvSource({"Staging, StagingEnvironment", "Production, ProductionEnvironment"})
    void the_console_follows_its_environment_once_that_was_tested(String stage, String environment) {
        List<JsonNode> actions = actions(stage).toList();
        assertThat(actions)
                .extracting(action -> action.path("Name").asText())
                .containsSubsequence("Deploy", "SmokeTest", "Console");
        assertThat(actions)
                .extracting(action -> action.path("RunOrder").asInt())
                .isSorted()
                .doesNotHaveDuplicates();
        JsonNode console = actions.getLast();
        assertThat(Templates.elements(console.path("InputArtifacts"))
                        .map(artifact -> artifact.path("Name").asText()))
                .as("the scripts, and the page as it was built")
                .containsExactly("Source", "Built");
        assertThat(console.at("/Configuration/EnvironmentVariables/Fn::Sub/0").asText())
                .contains("${" + environment + "}", "\"ROLE\"", "\"STACK_ROLE\"");
    }

    /** What order-processor begins to write, every consumer of the stream must know. */
    @ParameterizedTest
    @CsvSource({"Staging, StagingEnvironment", "Production, ProductionEnvironment"})
    void later_generations_move_before_their_environment_and_after_the_approval(String stage, String environment) {
        assertThat(actions(stage).map(action -> action.path("Name").asText()))
                .containsSubsequence("Plan", "Generations", "Deploy");
        if (stage.equals("Production")) {
            assertThat(actions(stage).map(action -> action.path("Name").asText()))
                    .containsSubsequence("Approve", "Generations");
        }
        JsonNode generations = actions(stage)
                .filter(action -> action.path("Name").asText().equals("Generations"))
                .findFirst()
                .orElseThrow();
        assertThat(generations
                        .at("/Configuration/EnvironmentVariables/Fn::Sub/0")
                        .asText())
                .contains("${" + environment + "}", "\"ROLE\"", "\"STACK_ROLE\"", "#{Build.RELEASE}");
    }

    @Test
    void the_build_packages_the_generations_template_which_their_project_deploys_by_the_same_release()
            throws IOException {
        assertThat(Files.readString(Templates.ROOT.resolve("buildspec.yml")))
                .contains(
                        "scripts/package.sh projections projections-packaged.yaml", "    - projections-packaged.yaml");
        assertThat(pipeline.at("/Resources/Generations/Properties/Source/BuildSpec")
                        .asText())
                .contains(
                        "--generations --packaged \"$CODEBUILD_SRC_DIR_Built/projections-packaged.yaml\"",
                        "--role \"$STACK_ROLE\" --parameter \"Release=$RELEASE\"");
    }

    @Test
    void the_generations_role_may_what_their_deployment_calls_and_reaches_one_environment() {
        Set<String> allowed = statements("GenerationsRole")
                .flatMap(statement -> Templates.texts(statement.path("Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> called = new TreeSet<>(DEPLOYS_A_STACK);
        called.add("cloudformation:ListStacks");
        assertThat(allowed).isEqualTo(called);
        statements("GenerationsRole")
                .filter(statement -> !statement.path("Sid").asText().equals("WhichThereAre"))
                .forEach(statement ->
                        assertThat(statement.path("Resource").toString()).containsAnyOf("${Environment}", "StackRole"));
    }

    @Test
    void what_the_build_made_of_the_page_reaches_the_stages() throws IOException {
        assertThat(Files.readString(Templates.ROOT.resolve("buildspec.yml"))).contains("- console/target/site/**/*");
        String commands =
                pipeline.at("/Resources/Console/Properties/Source/BuildSpec").asText();
        assertThat(commands)
                .contains(
                        "\"$CODEBUILD_SRC_DIR_Built/console/target/site\"",
                        "scripts/deploy.sh --environment \"$ENVIRONMENT\" --console --skip-build --role \"$STACK_ROLE\"");
    }

    @Test
    void without_the_console_nothing_of_it_is_made() {
        for (String logicalId : List.of("Console", "ConsoleRole")) {
            assertThat(pipeline.path("Resources")
                            .path(logicalId)
                            .path("Condition")
                            .asText())
                    .isEqualTo("DeploysConsole");
        }
        for (String stage : List.of("Staging", "Production")) {
            assertThat(Templates.elements(pipeline.at("/Resources/Pipeline/Properties/Stages"))
                            .filter(one -> one.path("Name").asText().equals(stage))
                            .flatMap(one -> Templates.elements(one.path("Actions")))
                            .filter(action -> action.at("/Fn::If/0").asText().equals("DeploysConsole")))
                    .hasSize(1);
        }
    }

    @Test
    void the_consoles_role_may_what_its_deployment_calls_and_no_more() {
        Set<String> allowed = statements("ConsoleRole")
                .flatMap(statement -> Templates.texts(statement.path("Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> called = new TreeSet<>(DEPLOYS_A_STACK);
        called.addAll(UPLOADS);
        assertThat(allowed).isEqualTo(called);
    }

    @Test
    void the_consoles_role_reaches_one_environment() {
        statements("ConsoleRole").forEach(statement -> {
            String resources = statement.path("Resource").toString();
            boolean isOfOneEnvironment = resources.contains("${Environment}")
                    || statement
                            .at("/Condition/StringEquals/aws:ResourceTag~1purchase-orders-console/Ref")
                            .asText()
                            .equals("Environment");
            assertThat(isOfOneEnvironment || resources.contains("StackRole"))
                    .as(statement.toString())
                    .isTrue();
        });
        assertThat(Templates.read("console.yaml")
                        .at("/Resources/Distribution/Properties/Tags/0")
                        .toString())
                .isEqualTo("{\"Key\":\"purchase-orders-console\",\"Value\":{\"Ref\":\"Environment\"}}");
    }

    /** What the stack's role is denied of buckets leaves out the one that the console's stack makes. */
    @Test
    void the_stacks_role_may_make_the_consoles_bucket() {
        JsonNode denied = statements("StackRole")
                .filter(statement -> statement.path("Sid").asText().equals("NoOtherBuckets"))
                .findFirst()
                .orElseThrow();
        String name = Templates.read("console.yaml")
                .at("/Resources/Site/Properties/BucketName/Fn::Sub")
                .asText();
        String pattern = Templates.elements(denied.path("NotResource"))
                .map(resource -> resource.path("Fn::Sub").asText())
                .filter(resource -> resource.contains("orders-console-"))
                .findFirst()
                .orElseThrow();
        assertThat("arn:${AWS::Partition}:s3:::" + name).startsWith(pattern.replace("*", ""));
    }

    private Stream<JsonNode> statements(String role) {
        return Templates.elements(deployer.path("Resources").path(role).at("/Properties/Policies"))
                .flatMap(policy -> Templates.statements(policy.path("PolicyDocument")));
    }

    @Test
    void a_production_elsewhere_names_every_role_that_the_pipeline_takes_on() {
        Map<String, JsonNode> roles = Templates.ofType(deployer, "AWS::IAM::Role");
        String asserted = pipeline.at("/Rules/ProductionElsewhereHasItsRoles").toString();
        assertThat(roles.keySet())
                .isNotEmpty()
                .allSatisfy(role -> assertThat(asserted).contains("Production" + role + "Arn"));
    }
}
