package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CloudFormation makes, changes and deletes an environment's stacks by a role of that environment: it may whatever that takes, and
 * harm nothing that another environment, the log or the pipeline owns in the same account.
 */
class StackRoleTest {

    /** IAM's quota of characters of all inline policies of a role, without white space. */
    private static final int MOST_POLICY_CHARACTERS = 10_240;

    private static final String LONGEST_ENVIRONMENT = "abcdefghijklmnop";

    private static final List<String> DEPLOYED = List.of(
            "main.yaml",
            "iamroles.yaml",
            "network.yaml",
            "releases.yaml",
            "users.yaml",
            "monitoring.yaml",
            "console.yaml",
            "projections.yaml");

    private static final String TAG = "aws:ResourceTag/purchase-orders";

    /**
     * How a type of resource is made and how it is harmed.
     *
     * @param arn of one, by its name or its id
     * @param named the property that names it; empty where the service makes up an id
     * @param makes the actions by which it is made and changed without harm
     * @param harms the actions by which it, or what it holds, is changed or deleted
     */
    private record Kind(String arn, String named, List<String> makes, List<String> harms) {}

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry(
                    "AWS::KMS::Key",
                    new Kind(
                            "arn:aws:kms:REGION:ACCOUNT:key/NAME",
                            "",
                            List.of("kms:CreateKey", "kms:EnableKeyRotation", "kms:DescribeKey", "kms:CreateGrant"),
                            List.of(
                                    "kms:DisableKey",
                                    "kms:PutKeyPolicy",
                                    "kms:ScheduleKeyDeletion",
                                    "kms:TagResource",
                                    "kms:UntagResource"))),
            Map.entry(
                    "AWS::DynamoDB::Table",
                    new Kind(
                            "arn:aws:dynamodb:REGION:ACCOUNT:table/NAME",
                            "TableName",
                            List.of("dynamodb:CreateTable", "dynamodb:ImportTable", "dynamodb:TagResource"),
                            List.of(
                                    "dynamodb:DeleteTable",
                                    "dynamodb:UpdateTable",
                                    "dynamodb:UpdateContinuousBackups",
                                    "dynamodb:PutResourcePolicy"))),
            Map.entry(
                    "AWS::SQS::Queue",
                    new Kind(
                            "arn:aws:sqs:REGION:ACCOUNT:NAME",
                            "QueueName",
                            List.of("sqs:CreateQueue", "sqs:GetQueueAttributes", "sqs:TagQueue"),
                            List.of("sqs:DeleteQueue", "sqs:SetQueueAttributes"))),
            Map.entry(
                    "AWS::Events::EventBus",
                    new Kind(
                            "arn:aws:events:REGION:ACCOUNT:event-bus/NAME",
                            "Name",
                            List.of("events:CreateEventBus", "events:DescribeEventBus"),
                            List.of("events:DeleteEventBus", "events:UpdateEventBus", "events:PutPermission"))),
            Map.entry(
                    "AWS::Events::Archive",
                    new Kind(
                            "arn:aws:events:REGION:ACCOUNT:archive/NAME",
                            "ArchiveName",
                            List.of("events:CreateArchive", "events:DescribeArchive"),
                            List.of("events:DeleteArchive", "events:UpdateArchive"))),
            Map.entry(
                    "AWS::Events::Rule",
                    new Kind(
                            "arn:aws:events:REGION:ACCOUNT:rule/NAME",
                            "Name",
                            List.of("events:DescribeRule", "events:TagResource"),
                            List.of(
                                    "events:PutRule",
                                    "events:PutTargets",
                                    "events:RemoveTargets",
                                    "events:DeleteRule",
                                    "events:DisableRule"))),
            Map.entry(
                    "AWS::Lambda::Function",
                    new Kind(
                            "arn:aws:lambda:REGION:ACCOUNT:function:NAME",
                            "FunctionName",
                            List.of("lambda:CreateFunction", "lambda:PublishVersion", "lambda:CreateAlias"),
                            List.of(
                                    "lambda:DeleteFunction",
                                    "lambda:UpdateFunctionCode",
                                    "lambda:UpdateFunctionConfiguration",
                                    "lambda:UpdateAlias",
                                    "lambda:DeleteAlias",
                                    "lambda:AddPermission",
                                    "lambda:RemovePermission",
                                    "lambda:PutFunctionConcurrency",
                                    "lambda:DeleteFunctionConcurrency"))),
            Map.entry(
                    "AWS::Lambda::EventSourceMapping",
                    new Kind(
                            "arn:aws:lambda:REGION:ACCOUNT:event-source-mapping:NAME",
                            "",
                            List.of("lambda:CreateEventSourceMapping", "lambda:GetEventSourceMapping"),
                            List.of(
                                    "lambda:UpdateEventSourceMapping",
                                    "lambda:DeleteEventSourceMapping",
                                    "lambda:UntagResource"))),
            Map.entry(
                    "AWS::Logs::LogGroup",
                    new Kind(
                            "arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*",
                            "LogGroupName",
                            List.of("logs:CreateLogGroup", "logs:DescribeLogGroups"),
                            List.of(
                                    "logs:DeleteLogGroup",
                                    "logs:PutRetentionPolicy",
                                    "logs:DisassociateKmsKey",
                                    "logs:TagResource",
                                    "logs:UntagResource"))),
            Map.entry(
                    "AWS::SecretsManager::Secret",
                    new Kind(
                            "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-a1b2c3",
                            "",
                            List.of("secretsmanager:CreateSecret", "secretsmanager:GetRandomPassword"),
                            List.of(
                                    "secretsmanager:DeleteSecret",
                                    "secretsmanager:GetSecretValue",
                                    "secretsmanager:PutResourcePolicy",
                                    "secretsmanager:PutSecretValue",
                                    "secretsmanager:UpdateSecret"))),
            Map.entry(
                    "AWS::S3::Bucket",
                    new Kind(
                            "arn:aws:s3:::NAME",
                            "BucketName",
                            List.of("s3:CreateBucket", "s3:PutObject"),
                            List.of("s3:DeleteBucket", "s3:PutBucketPolicy", "s3:PutBucketVersioning"))),
            Map.entry(
                    "AWS::ApiGateway::RestApi",
                    new Kind(
                            "arn:aws:apigateway:REGION::/restapis/NAME",
                            "",
                            List.of("apigateway:GET"),
                            List.of("apigateway:DELETE", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT"))),
            Map.entry(
                    "AWS::ApiGateway::Stage",
                    new Kind(
                            "arn:aws:apigateway:REGION::/restapis/NAME/stages/v1",
                            "",
                            List.of("apigateway:GET"),
                            List.of("apigateway:DELETE", "apigateway:PATCH"))),
            Map.entry(
                    "AWS::Cognito::UserPool",
                    new Kind(
                            "arn:aws:cognito-idp:REGION:ACCOUNT:userpool/NAME",
                            "",
                            List.of("cognito-idp:CreateUserPool", "cognito-idp:DescribeUserPool"),
                            List.of(
                                    "cognito-idp:DeleteUserPool",
                                    "cognito-idp:UpdateUserPool",
                                    "cognito-idp:SetUserPoolMfaConfig",
                                    "cognito-idp:CreateUserPoolClient",
                                    "cognito-idp:UpdateUserPoolClient",
                                    "cognito-idp:DeleteUserPoolClient",
                                    "cognito-idp:DeleteUserPoolDomain",
                                    "cognito-idp:CreateGroup",
                                    "cognito-idp:DeleteGroup",
                                    "cognito-idp:UpdateResourceServer",
                                    "cognito-idp:AdminSetUserPassword"))),
            Map.entry(
                    "AWS::SNS::Topic",
                    new Kind(
                            "arn:aws:sns:REGION:ACCOUNT:NAME",
                            "",
                            List.of("sns:CreateTopic", "sns:Subscribe"),
                            List.of(
                                    "sns:DeleteTopic",
                                    "sns:SetTopicAttributes",
                                    "sns:TagResource",
                                    "sns:UntagResource"))),
            Map.entry(
                    "AWS::CloudWatch::Alarm",
                    new Kind(
                            "arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME",
                            "AlarmName",
                            List.of("cloudwatch:DescribeAlarms"),
                            List.of(
                                    "cloudwatch:PutMetricAlarm",
                                    "cloudwatch:DeleteAlarms",
                                    "cloudwatch:DisableAlarmActions",
                                    "cloudwatch:SetAlarmState"))),
            Map.entry(
                    "AWS::CloudWatch::Dashboard",
                    new Kind(
                            "arn:aws:cloudwatch::ACCOUNT:dashboard/NAME",
                            "DashboardName",
                            List.of("cloudwatch:GetDashboard"),
                            List.of("cloudwatch:PutDashboard", "cloudwatch:DeleteDashboards"))),
            Map.entry(
                    "AWS::CodeDeploy::Application",
                    new Kind(
                            "arn:aws:codedeploy:REGION:ACCOUNT:application:NAME",
                            "",
                            List.of("codedeploy:CreateApplication", "codedeploy:CreateDeploymentGroup"),
                            List.of(
                                    "codedeploy:DeleteApplication",
                                    "codedeploy:UpdateApplication",
                                    "codedeploy:UntagResource"))),
            Map.entry(
                    "AWS::WAFv2::WebACL",
                    new Kind(
                            "arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/id",
                            "",
                            List.of("wafv2:CreateWebACL", "wafv2:AssociateWebACL"),
                            List.of("wafv2:UpdateWebACL", "wafv2:DeleteWebACL", "wafv2:UntagResource"))),
            Map.entry("AWS::EC2::VPC", ofNetwork("vpc", "Vpc", "ec2:ModifyVpcAttribute")),
            Map.entry("AWS::EC2::Subnet", ofNetwork("subnet", "Subnet", "ec2:ModifySubnetAttribute")),
            Map.entry("AWS::EC2::RouteTable", ofNetwork("route-table", "RouteTable", "ec2:DisassociateRouteTable")),
            Map.entry(
                    "AWS::EC2::SecurityGroup",
                    ofNetwork("security-group", "SecurityGroup", "ec2:AuthorizeSecurityGroupIngress")),
            Map.entry(
                    "AWS::EC2::VPCEndpoint",
                    new Kind(
                            "arn:aws:ec2:REGION:ACCOUNT:vpc-endpoint/NAME",
                            "",
                            List.of("ec2:CreateVpcEndpoint"),
                            List.of("ec2:DeleteVpcEndpoints", "ec2:ModifyVpcEndpoint"))),
            Map.entry(
                    "AWS::CloudFront::Distribution",
                    new Kind(
                            "arn:aws:cloudfront::ACCOUNT:distribution/NAME",
                            "",
                            List.of("cloudfront:CreateDistribution", "cloudfront:GetDistribution"),
                            List.of(
                                    "cloudfront:UpdateDistribution",
                                    "cloudfront:DeleteDistribution",
                                    "cloudfront:UntagResource"))),
            Map.entry(
                    "AWS::CloudFormation::Stack",
                    new Kind(
                            "arn:aws:cloudformation:REGION:ACCOUNT:stack/purchase-orders-${Environment}-NAME-1ABC/id",
                            "",
                            List.of("cloudformation:DescribeStacks"),
                            List.of(
                                    "cloudformation:CreateStack",
                                    "cloudformation:UpdateStack",
                                    "cloudformation:DeleteStack"))),
            Map.entry(
                    "AWS::CodeBuild::Project",
                    new Kind(
                            "arn:aws:codebuild:REGION:ACCOUNT:project/NAME",
                            "",
                            List.of(),
                            List.of("codebuild:UpdateProject", "codebuild:DeleteProject", "codebuild:StartBuild"))),
            Map.entry(
                    "AWS::CodePipeline::Pipeline",
                    new Kind(
                            "arn:aws:codepipeline:REGION:ACCOUNT:NAME",
                            "",
                            List.of(),
                            List.of(
                                    "codepipeline:UpdatePipeline",
                                    "codepipeline:DeletePipeline",
                                    "codepipeline:PutApprovalResult"))),
            Map.entry(
                    "AWS::IAM::Role",
                    new Kind(
                            "arn:aws:iam::ACCOUNT:roleNAME",
                            "Path",
                            List.of("iam:GetRole"),
                            List.of(
                                    "iam:CreateRole",
                                    "iam:DeleteRole",
                                    "iam:PutRolePolicy",
                                    "iam:DeleteRolePolicy",
                                    "iam:UpdateAssumeRolePolicy"))));

    private static Kind ofNetwork(String arn, String name, String changes) {
        return new Kind(
                "arn:aws:ec2:REGION:ACCOUNT:" + arn + "/NAME",
                "",
                List.of("ec2:Create" + name),
                List.of("ec2:Delete" + name, changes, "ec2:CreateTags", "ec2:DeleteTags"));
    }

    /** What is changed by an action on another resource, which stands above with that action. */
    private static final Set<String> PARTS = Set.of(
            "AWS::ApiGateway::Deployment",
            "AWS::Cognito::UserPoolClient",
            "AWS::Cognito::UserPoolDomain",
            "AWS::Cognito::UserPoolGroup",
            "AWS::Cognito::UserPoolResourceServer",
            "AWS::EC2::SubnetRouteTableAssociation",
            "AWS::IAM::RolePolicy",
            "AWS::Lambda::Alias",
            "AWS::Lambda::Permission",
            "AWS::Lambda::Version",
            "AWS::S3::BucketPolicy",
            "AWS::SNS::Subscription",
            "AWS::SNS::TopicPolicy",
            "AWS::SQS::QueuePolicy",
            "AWS::SecretsManager::ResourcePolicy");

    /** What neither a name nor a tag tells whose it is, or there is one of in a region; docs/decisions/0041 says so. */
    private static final Set<String> NOT_TOLD_APART = Set.of(
            "AWS::ApiGateway::Account",
            "AWS::CloudFront::Function",
            "AWS::CloudFront::OriginAccessControl",
            "AWS::CloudFront::ResponseHeadersPolicy",
            "AWS::CodeDeploy::DeploymentGroup",
            "AWS::WAFv2::WebACLAssociation");

    /** A resource of an environment's stacks: what it is called in the account, and its tag. */
    private record Owned(
            String logicalId,
            String type,
            String arn,
            @Nullable String tag) {

        Map<String, String> context() {
            Map<String, String> context = new HashMap<>();
            if (tag != null) {
                context.put(TAG, tag);
            }
            if (type.equals("AWS::IAM::Role")) {
                context.put("iam:PermissionsBoundary", StackRole.BOUNDARY);
            }
            return context;
        }
    }

    private static Kind kind(String type) {
        return Objects.requireNonNull(KINDS.get(type), type);
    }

    private static Stream<Owned> ownedBy(String environment) {
        StackRole names = new StackRole(environment);
        return DEPLOYED.stream()
                .flatMap(file -> Templates.resources(Templates.read(file)).entrySet().stream())
                .filter(resource ->
                        KINDS.containsKey(resource.getValue().path("Type").asText()))
                .map(resource -> owned(names, resource.getKey(), resource.getValue()));
    }

    private static Owned owned(StackRole names, String logicalId, JsonNode resource) {
        String type = resource.path("Type").asText();
        JsonNode properties = resource.path("Properties");
        Kind kind = kind(type);
        String name = kind.named().isEmpty()
                ? logicalId
                : properties.path(kind.named()).path("Fn::Sub").asText();
        assertThat(name).as("%s of %s", kind.named(), logicalId).isNotEmpty();
        // A rule on a bus of its own has the bus in its name.
        if (properties.has("EventBusName")) {
            name = "purchase-orders-${Environment}/" + name;
        }
        String arn = names.resolve(kind.arn()
                .replace("REGION", StackRole.REGION)
                .replace("ACCOUNT", StackRole.ACCOUNT)
                .replace("NAME", type.equals("AWS::IAM::Role") ? name + logicalId : name));
        boolean isTagged = properties.at("/UserPoolTags/purchase-orders").has("Ref")
                || Templates.elements(properties.path("Tags"))
                        .anyMatch(tag -> tag.path("Key").asText().equals("purchase-orders")
                                && tag.at("/Value/Ref").asText().equals("Environment"));
        return new Owned(logicalId, type, arn, isTagged ? names.environment() : null);
    }

    @Test
    void every_type_of_the_stacks_is_told_apart_or_said_not_to_be() {
        DEPLOYED.forEach(file -> Templates.resources(Templates.read(file))
                .forEach((logicalId, resource) -> assertThat(Stream.of(KINDS.keySet(), PARTS, NOT_TOLD_APART)
                                .filter(types ->
                                        types.contains(resource.path("Type").asText())))
                        .as(
                                "%s: say here how a %s is made and harmed",
                                logicalId, resource.path("Type").asText())
                        .hasSize(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "prod", "prod-eu", LONGEST_ENVIRONMENT})
    void its_own_stacks_it_may_make_change_and_delete(String environment) {
        StackRole role = new StackRole(environment);
        ownedBy(environment).forEach(owned -> {
            Kind kind = kind(owned.type());
            Stream.concat(kind.makes().stream(), kind.harms().stream())
                    .forEach(action -> assertThat(role.may(action, owned.arn(), owned.context()))
                            .as("%s on %s (%s)", action, owned.arn(), owned.logicalId())
                            .isTrue());
        });
    }

    /** As while a key or a pool is made, whose tag IAM may hear of later. */
    @Test
    void what_bears_no_tag_yet_can_be_made_and_taken_back() {
        StackRole role = new StackRole("prod");
        ownedBy("prod")
                .filter(owned -> kind(owned.type()).named().isEmpty())
                .forEach(owned -> kind(owned.type())
                        .harms()
                        .forEach(action -> assertThat(role.may(action, owned.arn(), Map.of()))
                                .as("%s on %s", action, owned.arn())
                                .isTrue()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "eu-staging", "staging-eu", "stag"})
    void what_another_environment_owns_it_cannot_change_or_delete(String other) {
        StackRole role = new StackRole("staging");
        ownedBy(other)
                // Alarms are told apart by what their names begin with: a longer name of an environment can begin with
                // another.
                .filter(owned -> !(owned.type().equals("AWS::CloudWatch::Alarm") && other.startsWith("staging-")))
                .forEach(owned -> kind(owned.type())
                        .harms()
                        .forEach(action -> assertThat(role.may(action, owned.arn(), owned.context()))
                                .as("%s on %s (%s) by the role of staging", action, owned.arn(), owned.logicalId())
                                .isFalse()));
    }

    /** Of the stack of a template that no environment is deployed by, in the account of the environment staging. */
    private static Owned ownedByStack(String stack, String logicalId, JsonNode resource) {
        StackRole names = new StackRole("staging");
        String type = resource.path("Type").asText();
        JsonNode properties = resource.path("Properties");
        Kind kind = kind(type);
        JsonNode named = properties.path(kind.named());
        String given = named.has("Fn::Sub") ? named.path("Fn::Sub").asText() : named.asText();
        // What has no name gets it from its stack.
        String name = given.isEmpty() ? stack + "-" + logicalId + "-1ABC" : given;
        String arn = names.resolve(kind.arn()
                .replace("purchase-orders-${Environment}-NAME-1ABC", name)
                .replace("REGION", StackRole.REGION)
                .replace("ACCOUNT", StackRole.ACCOUNT)
                .replace("NAME", type.equals("AWS::IAM::Role") ? name + logicalId : name));
        String tag = Templates.elements(properties.path("Tags"))
                .filter(each -> each.path("Key").asText().equals("purchase-orders"))
                .map(each -> each.path("Value"))
                .map(value -> names.resolve(
                        value.has("Fn::Sub") ? value.path("Fn::Sub").asText() : value.asText()))
                .findFirst()
                .orElse(null);
        return new Owned(logicalId, type, arn, tag);
    }

    @ParameterizedTest
    @CsvSource({"evidence.yaml, purchase-orders-evidence-staging", "pipeline.yaml, purchase-orders-pipeline"})
    void nor_what_the_log_and_the_pipeline_own(String template, String stack) {
        StackRole role = new StackRole("staging");
        Templates.resources(Templates.read(template)).forEach((logicalId, resource) -> {
            String type = resource.path("Type").asText();
            if (PARTS.contains(type)) {
                return;
            }
            assertThat(KINDS)
                    .as("say here how a %s is harmed (%s)", type, logicalId)
                    .containsKey(type);
            Owned owned = ownedByStack(stack, logicalId, resource);
            kind(type)
                    .harms()
                    .forEach(action -> assertThat(role.may(action, owned.arn(), owned.context()))
                            .as("%s on %s (%s), which bears the tag %s", action, owned.arn(), logicalId, owned.tag())
                            .isFalse());
        });
    }

    /** It reads the pipeline's artifacts, and CloudFormation hands the code to Lambda. */
    @Test
    void but_it_decrypts_by_the_keys_of_the_pipeline() {
        assertThat(Templates.ofType(Templates.read("pipeline.yaml"), "AWS::KMS::Key"))
                .isNotEmpty()
                .allSatisfy((logicalId, key) -> {
                    Owned owned = ownedByStack("purchase-orders-pipeline", logicalId, key);
                    assertThat(owned.tag()).isNotNull();
                    assertThat(new StackRole("staging").may("kms:Decrypt", owned.arn(), owned.context()))
                            .isTrue();
                });
    }

    @Test
    void it_reads_and_writes_no_items_and_no_messages() {
        StackRole role = new StackRole("staging");
        String table =
                "arn:aws:dynamodb:" + StackRole.REGION + ":" + StackRole.ACCOUNT + ":table/purchase-orders-staging";
        String queue = "arn:aws:sqs:" + StackRole.REGION + ":" + StackRole.ACCOUNT + ":purchase-orders-staging-events";
        String bus =
                "arn:aws:events:" + StackRole.REGION + ":" + StackRole.ACCOUNT + ":event-bus/purchase-orders-staging";
        for (String action : List.of("GetItem", "Query", "Scan", "PutItem", "DeleteItem", "ExportTableToPointInTime")) {
            assertThat(role.may("dynamodb:" + action, table, Map.of()))
                    .as(action)
                    .isFalse();
        }
        for (String action : List.of("ReceiveMessage", "SendMessage", "DeleteMessage", "PurgeQueue")) {
            assertThat(role.may("sqs:" + action, queue, Map.of())).as(action).isFalse();
        }
        assertThat(role.may("events:PutEvents", bus, Map.of())).isFalse();
    }

    @Test
    void it_makes_no_role_without_the_boundary() {
        StackRole role = new StackRole("staging");
        String own = "arn:aws:iam::" + StackRole.ACCOUNT + ":role/purchase-orders/staging/x";
        assertThat(role.may("iam:CreateRole", own, Map.of())).isFalse();
        assertThat(role.may("iam:CreateRole", own, Map.of("iam:PermissionsBoundary", StackRole.BOUNDARY)))
                .isTrue();
    }

    @Test
    void its_policies_are_within_iams_quota_for_the_longest_name() {
        assertThat(new StackRole(LONGEST_ENVIRONMENT).policyCharacters()).isLessThanOrEqualTo(MOST_POLICY_CHARACTERS);
    }
}
