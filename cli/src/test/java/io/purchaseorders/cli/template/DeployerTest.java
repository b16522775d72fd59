package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The roles that deploy an environment: enough to make its roles, never more than the boundary, no other environment. */
class DeployerTest {

    /** The resource type AWS::IAM::Role in CloudFormation's registry, "handlers" of its schema, without those for users. */
    private static final List<String> MAKES_ROLES = List.of(
            "iam:AttachRolePolicy",
            "iam:CreateRole",
            "iam:DeleteRole",
            "iam:DeleteRolePolicy",
            "iam:DetachRolePolicy",
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListRolePolicies",
            "iam:PutRolePermissionsBoundary",
            "iam:PutRolePolicy",
            "iam:TagRole",
            "iam:UntagRole",
            "iam:UpdateAssumeRolePolicy",
            "iam:UpdateRole",
            "iam:UpdateRoleDescription");

    /** The same for AWS::IAM::ManagedPolicy. */
    private static final List<String> MAKES_POLICIES = List.of(
            "iam:CreatePolicy",
            "iam:CreatePolicyVersion",
            "iam:DeletePolicy",
            "iam:DeletePolicyVersion",
            "iam:GetPolicy",
            "iam:GetPolicyVersion",
            "iam:ListEntitiesForPolicy",
            "iam:ListPolicyVersions");

    /** AWS's policy AmazonAPIGatewayPushToCloudWatchLogs, which one of the roles has as a whole. */
    private static final List<String> OF_API_GATEWAY = List.of(
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogGroups",
            "logs:DescribeLogStreams",
            "logs:FilterLogEvents",
            "logs:GetLogEvents",
            "logs:PutLogEvents");

    private static final String PATH = "/purchase-orders/${Environment}/";

    private final JsonNode deployer = Templates.read("deployer.yaml");

    @Test
    void the_stacks_role_may_whatever_cloudformation_does_with_roles_and_policies() {
        Set<String> allowed = statements("StackRole")
                .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                .flatMap(statement -> Templates.texts(statement.path("Action")).stream())
                .collect(Collectors.toSet());
        assertThat(allowed).containsAll(MAKES_ROLES).containsAll(MAKES_POLICIES).contains("iam:PassRole");
    }

    @Test
    void it_makes_identities_of_its_environment_alone_and_gives_them_nothing_beyond_the_boundary() {
        statements("StackRole")
                .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                .forEach(statement -> {
                    assertThat(Templates.texts(statement.path("Resource")))
                            .allMatch(resource -> resource.contains(PATH + "*"));
                    Set<String> actions = new TreeSet<>(Templates.texts(statement.path("Action")));
                    if (actions.stream()
                            .anyMatch(
                                    Set.of("iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy")::contains)) {
                        assertThat(statement
                                        .at("/Condition/StringEquals/iam:PermissionsBoundary/Ref")
                                        .asText())
                                .isEqualTo("Boundary");
                    }
                    if (actions.contains("iam:AttachRolePolicy")) {
                        assertThat(statement
                                        .at("/Condition/ArnEquals/iam:PolicyARN")
                                        .toString())
                                .contains("AmazonAPIGatewayPushToCloudWatchLogs");
                    }
                    assertThat(actions).doesNotContain("iam:DeleteRolePermissionsBoundary");
                });
    }

    @Test
    void every_role_of_the_stack_is_under_its_environments_path_and_within_the_boundary() {
        JsonNode roles = Templates.read("iamroles.yaml");
        assertThat(Templates.ofType(roles, "AWS::IAM::Role")).isNotEmpty().allSatisfy((logicalId, role) -> {
            assertThat(role.at("/Properties/Path/Fn::Sub").asText()).isEqualTo(PATH);
            assertThat(role.at("/Properties/PermissionsBoundary/Fn::If/0").asText())
                    .isEqualTo("HasBoundary");
        });
        assertThat(Templates.ofType(roles, "AWS::IAM::ManagedPolicy"))
                .allSatisfy((logicalId, policy) -> assertThat(
                                policy.at("/Properties/Path/Fn::Sub").asText())
                        .isEqualTo(PATH));
    }

    @Test
    void the_boundary_is_what_the_roles_use_together() {
        Set<String> used = new TreeSet<>(OF_API_GATEWAY);
        Templates.ofType(Templates.read("iamroles.yaml"), "AWS::IAM::Role").values().stream()
                .flatMap(role -> Templates.elements(role.at("/Properties/Policies")))
                .flatMap(policy -> Templates.statements(policy.path("PolicyDocument")))
                .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                .forEach(statement -> used.addAll(Templates.texts(statement.path("Action"))));
        Set<String> bounded = Templates.elements(deployer.at("/Resources/Boundary/Properties/PolicyDocument/Statement"))
                .flatMap(statement -> Templates.texts(statement.path("Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(bounded)
                .as("the actions of Boundary in deployer.yaml, which must be those of the roles in iamroles.yaml")
                .isEqualTo(used);
    }

    @Test
    void an_environments_file_holds_parameters_of_the_template_one_a_line() throws IOException {
        Set<String> parameters = new TreeSet<>();
        Templates.main().path("Parameters").fieldNames().forEachRemaining(parameters::add);
        try (Stream<Path> files = Files.list(Templates.DIRECTORY.resolve("environments"))) {
            List<Path> environments = files.toList();
            assertThat(environments)
                    .extracting(file -> file.getFileName().toString())
                    .contains("staging.json", "prod.json");
            for (Path file : environments) {
                JsonNode given = new JsonMapper().readTree(file.toFile());
                assertThat(given.fieldNames()).toIterable().containsExactly("Parameters");
                assertThat(given.path("Parameters").fieldNames()).toIterable().isSubsetOf(parameters);
                given.path("Parameters")
                        .properties()
                        .forEach(parameter -> assertThat(lines(file))
                                .as("scripts/deploy.sh reads %s by line", file)
                                .anyMatch(line -> line.strip()
                                        .replaceAll(",$", "")
                                        .equals("\"" + parameter.getKey() + "\": " + parameter.getValue())));
            }
        }
    }

    @Test
    void production_is_protected() throws IOException {
        JsonNode production = new JsonMapper()
                .readTree(Templates.DIRECTORY.resolve("environments/prod.json").toFile());
        assertThat(production.at("/Parameters/DeletionProtection").asText()).isEqualTo("yes");
        assertThat(production.at("/Parameters/EnableWaf").asText()).isEqualTo("yes");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Stream<JsonNode> statements(String role) {
        return Templates.elements(deployer.path("Resources").path(role).at("/Properties/Policies"))
                .flatMap(policy -> Templates.elements(policy.at("/PolicyDocument/Statement")));
    }
}
