package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is stored is encrypted with the stack's own key, and what cannot be made again outlives the stack. */
class ProtectionTest {

    /** Where a type says which key it uses. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("AWS::DynamoDB::Table", "/SSESpecification/KMSMasterKeyId"),
            Map.entry("AWS::Events::EventBus", "/KmsKeyIdentifier"),
            Map.entry("AWS::Events::Archive", "/KmsKeyIdentifier"),
            Map.entry("AWS::SQS::Queue", "/KmsMasterKeyId"),
            Map.entry("AWS::SNS::Topic", "/KmsMasterKeyId"),
            Map.entry("AWS::Lambda::Function", "/KmsKeyArn"),
            Map.entry("AWS::Logs::LogGroup", "/KmsKeyId"),
            Map.entry("AWS::SecretsManager::Secret", "/KmsKeyId"),
            Map.entry(
                    "AWS::S3::Bucket",
                    "/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault/KMSMasterKeyID"),
            Map.entry("AWS::CodeBuild::Project", "/EncryptionKey"),
            Map.entry("AWS::CodePipeline::Pipeline", "/ArtifactStore/EncryptionKey/Id"));

    /** Types that store nothing of ours, or, as Cognito's, can only be encrypted with keys that AWS owns. */
    private static final Set<String> WITHOUT_KEY = Set.of(
            "AWS::SecretsManager::ResourcePolicy",
            "AWS::ApiGateway::Account",
            "AWS::ApiGateway::Deployment",
            "AWS::ApiGateway::RestApi",
            "AWS::ApiGateway::Stage",
            "AWS::CloudFront::Distribution",
            "AWS::CloudFront::Function",
            "AWS::CloudFront::OriginAccessControl",
            "AWS::CloudFront::ResponseHeadersPolicy",
            "AWS::CloudFormation::Stack",
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::Dashboard",
            "AWS::CodeDeploy::Application",
            "AWS::CodeDeploy::DeploymentGroup",
            "AWS::Cognito::UserPool",
            "AWS::Cognito::UserPoolClient",
            "AWS::Cognito::UserPoolDomain",
            "AWS::Cognito::UserPoolGroup",
            "AWS::Cognito::UserPoolResourceServer",
            "AWS::EC2::RouteTable",
            "AWS::EC2::SecurityGroup",
            "AWS::EC2::Subnet",
            "AWS::EC2::SubnetRouteTableAssociation",
            "AWS::EC2::VPC",
            "AWS::EC2::VPCEndpoint",
            "AWS::Events::Rule",
            "AWS::IAM::ManagedPolicy",
            "AWS::IAM::Role",
            "AWS::IAM::RolePolicy",
            "AWS::KMS::Key",
            "AWS::Lambda::Alias",
            "AWS::Lambda::EventSourceMapping",
            "AWS::Lambda::Permission",
            "AWS::Lambda::Version",
            "AWS::S3::BucketPolicy",
            "AWS::SNS::Subscription",
            "AWS::SNS::TopicPolicy",
            "AWS::SQS::QueuePolicy",
            "AWS::WAFv2::WebACL",
            "AWS::WAFv2::WebACLAssociation");

    /** Types that hold what cannot be made again. */
    private static final List<String> STATEFUL = List.of(
            "AWS::DynamoDB::Table",
            "AWS::KMS::Key",
            "AWS::S3::Bucket",
            "AWS::SQS::Queue",
            "AWS::Cognito::UserPool",
            "AWS::Events::EventBus",
            "AWS::Events::Archive");

    /** The page's files, which anybody may read by CloudFront and every build makes anew. */
    private static final Set<String> PUBLIC = Set.of("console.yaml Site");

    @ParameterizedTest
    @MethodSource("io.purchaseorders.cli.template.Templates#names")
    void whatever_can_be_encrypted_is_encrypted_with_the_own_key(String name) {
        JsonNode template = Templates.read(name);
        Templates.resources(template).forEach((logicalId, resource) -> {
            String type = resource.path("Type").asText();
            String pointer = KEYS.get(type);
            if (PUBLIC.contains(name + " " + logicalId)) {
                assertThat(resource.at("/Properties/BucketEncryption").toString())
                        .contains("AES256");
            } else if (pointer == null) {
                assertThat(WITHOUT_KEY)
                        .as("%s: say here whether a %s can be encrypted, and where", logicalId, type)
                        .contains(type);
            } else {
                assertThat(typeOf(template, resource.path("Properties").at(pointer)))
                        .as("%s%s", logicalId, pointer)
                        .isEqualTo("AWS::KMS::Key");
            }
        });
    }

    /** The type of the resource that a value is taken from: of the same template, or of the one that nests it. */
    private static String typeOf(JsonNode template, JsonNode value) {
        if (value.has("Fn::GetAtt")) {
            return template.path("Resources")
                    .path(value.at("/Fn::GetAtt/0").asText())
                    .path("Type")
                    .asText();
        }
        JsonNode main = Templates.main();
        return Templates.ofType(main, "AWS::CloudFormation::Stack").values().stream()
                .map(stack -> stack.path("Properties")
                        .path("Parameters")
                        .path(value.path("Ref").asText()))
                .filter(given -> given.has("Fn::GetAtt"))
                .map(given -> typeOf(main, given))
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @MethodSource("io.purchaseorders.cli.template.Templates#names")
    void keys_rotate(String name) {
        // KMS rotates no key that signs.
        assertThat(Templates.ofType(Templates.read(name), "AWS::KMS::Key").values())
                .filteredOn(key -> !key.at("/Properties/KeyUsage").asText().equals("SIGN_VERIFY"))
                .allMatch(
                        key -> key.path("Properties").path("EnableKeyRotation").asBoolean());
    }

    @ParameterizedTest
    @MethodSource("io.purchaseorders.cli.template.Templates#names")
    void what_cannot_be_made_again_outlives_the_stack(String name) {
        if (name.equals("projections.yaml")) {
            return; // ./orders rebuild makes all that it holds again
        }
        JsonNode template = Templates.read(name);
        STATEFUL.forEach(type -> assertThat(Templates.ofType(template, type)).allSatisfy((logicalId, resource) -> {
            if (PUBLIC.contains(name + " " + logicalId)) {
                return;
            }
            // But not a creation that fails, whose names would then be taken.
            assertThat(resource.path("DeletionPolicy").asText())
                    .as("DeletionPolicy of %s", logicalId)
                    .isEqualTo("RetainExceptOnCreate");
            assertThat(resource.path("UpdateReplacePolicy").asText()).isEqualTo("Retain");
        }));
    }

    @Test
    void tables_and_users_are_protected_from_deletion_where_the_parameter_says_so_and_tables_recover_to_any_second() {
        assertThat(Templates.ofType(Templates.main(), "AWS::DynamoDB::Table"))
                .hasSize(3)
                .allSatisfy((logicalId, table) -> {
                    JsonNode properties = table.path("Properties");
                    assertThat(properties
                                    .path("DeletionProtectionEnabled")
                                    .path("Fn::If")
                                    .toString())
                            .isEqualTo("[\"IsProtected\",true,false]");
                    assertThat(properties
                                    .at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                                    .asBoolean())
                            .isTrue();
                });
        assertThat(Templates.ofType(Templates.read("users.yaml"), "AWS::Cognito::UserPool"))
                .hasSize(1)
                .allSatisfy((logicalId, pool) -> assertThat(
                                pool.at("/Properties/DeletionProtection/Fn::If").toString())
                        .isEqualTo("[\"IsProtected\",\"ACTIVE\",\"INACTIVE\"]"));
    }

    @Test
    void every_function_logs_to_a_group_of_the_template_that_forgets() {
        JsonNode main = Templates.main();
        Map<String, JsonNode> groups = Templates.ofType(main, "AWS::Logs::LogGroup");
        assertThat(Templates.ofType(main, "AWS::Lambda::Function")).hasSize(4).allSatisfy((logicalId, function) -> {
            String name = function.at("/Properties/FunctionName/Fn::Sub").asText();
            String group = function.at("/Properties/LoggingConfig/LogGroup/Ref").asText();
            assertThat(groups).containsKey(group);
            assertThat(main.at("/Resources/" + group)
                            .at("/Properties/LogGroupName/Fn::Sub")
                            .asText())
                    .isEqualTo("/aws/lambda/" + name);
        });
        assertThat(groups.values()).allMatch(group -> group.path("Properties").has("RetentionInDays"));
    }

    @ParameterizedTest
    @MethodSource("io.purchaseorders.cli.template.Templates#names")
    void buckets_are_private_and_refuse_plain_text(String name) {
        JsonNode template = Templates.read(name);
        assertThat(Templates.ofType(template, "AWS::S3::Bucket")).allSatisfy((logicalId, bucket) -> {
            assertThat(Templates.elements(bucket.at("/Properties/PublicAccessBlockConfiguration")))
                    .hasSize(4)
                    .allMatch(JsonNode::asBoolean);
            assertThat(Templates.ofType(template, "AWS::S3::BucketPolicy").values())
                    .filteredOn(policy ->
                            policy.at("/Properties/Bucket/Ref").asText().equals(logicalId))
                    .singleElement()
                    .satisfies(policy ->
                            assertThat(policy.toString()).contains("\"Deny\"", "\"aws:SecureTransport\":\"false\""));
        });
    }
}
