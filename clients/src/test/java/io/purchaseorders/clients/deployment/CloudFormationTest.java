package io.purchaseorders.clients.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.clients.deployment.CloudFormation.Status;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stand-in refuses what the service refuses: without that, what it accepts would say nothing. */
class CloudFormationTest {

    private static ResourceTypes types;

    private final Bucket bucket = new Bucket(Path.of("."), "");
    private Account account;
    private CloudFormation cloudFormation;

    @BeforeAll
    static void readTypes() {
        types = ResourceTypes.read();
    }

    @BeforeEach
    void anAccountThatIsNew() {
        account = new Account(types);
        cloudFormation = new CloudFormation(account, types, bucket);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {Type: 'AWS::SNS::Topic', Properties: {DisplayName: null}}                      | 'null' values are not allowed
            {Type: 'AWS::SNS::Topics'}                                                      | Unrecognized resource types
            {Type: 'AWS::SNS::Topic', Properties: {Displayname: x}}                         | extraneous key [Displayname]
            {Type: 'AWS::SNS::Topic', Properties: {Subscription: [{Protocol: email}]}}      | required key [Endpoint] not found
            {Type: 'AWS::SNS::Subscription', Properties: {Protocol: email}}                 | required key [TopicArn] not found
            {Type: 'AWS::SNS::Topic', Properties: {FifoTopic: maybe}}                       | expected type: boolean
            {Type: 'AWS::SNS::Topic', Properties: {Tags: [{Key: a, Value: it's}]}}          | tag value is not valid
            {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !GetAtt B.Arms}}            | does not support attribute type Arms
            {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Ref C}}                    | Unresolved resource dependencies [C]
            {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Ref A}}                    | Circular dependency
            {Type: 'AWS::S3::Bucket', Properties: {BucketName: UPPER}}                      | Bucket name is not valid
            {Type: 'AWS::Lambda::Version', Properties: {FunctionName: none}}                | Function not found
            """)
    void what_is_wrong_is_named(String resource, String cause) {
        CloudFormation.Outcome outcome = cloudFormation.deploy(
                "s",
                "Resources: {A: " + resource.replace("it's", "\"it's\"") + ", B: {Type: 'AWS::SQS::Queue'}}",
                Map.of());
        assertThat(outcome.cause()).contains(cause);
        assertThat(outcome.status()).isEqualTo(Status.ROLLBACK_COMPLETE);
        assertThat(account.contents()).isEmpty();
    }

    @Test
    void retain_leaves_what_a_failed_creation_made_and_its_name_is_then_taken() {
        String template = """
                Resources:
                  Queue: {Type: 'AWS::SQS::Queue', DeletionPolicy: %s, Properties: {QueueName: q}}
                  Topic: {Type: 'AWS::SNS::Topic', DependsOn: Queue}
                """;
        cloudFormation.failing("CREATE Topic"::equals);
        cloudFormation.deploy("s", template.formatted("Retain"), Map.of());
        assertThat(account.names("AWS::SQS::Queue")).containsExactly("q");
        cloudFormation.failing(none -> false);
        assertThat(cloudFormation
                        .deploy("s", template.formatted("Retain"), Map.of())
                        .cause())
                .contains("q already exists");
        account.purge();
        cloudFormation.failing("CREATE Topic"::equals);
        cloudFormation.deploy("s", template.formatted("RetainExceptOnCreate"), Map.of());
        assertThat(account.contents()).isEmpty();
    }

    @Test
    void a_function_that_has_not_changed_has_no_next_version() {
        String template = """
                Resources:
                  F: {Type: 'AWS::Lambda::Function', Properties: {FunctionName: f, Role: r, Code: {S3Bucket: b, S3Key: k}, Description: '%s'}}
                  V: {Type: 'AWS::Lambda::Version', Properties: {FunctionName: !Ref F, Description: '%s'}}
                """;
        assertThat(cloudFormation
                        .deploy("s", template.formatted("1", "1"), Map.of())
                        .cause())
                .isEmpty();
        assertThat(cloudFormation
                        .deploy("s", template.formatted("1", "2"), Map.of())
                        .cause())
                .contains("A version for this Lambda function exists ( 1 )");
        assertThat(cloudFormation
                        .deploy("s", template.formatted("2", "2"), Map.of())
                        .cause())
                .isEmpty();
        assertThat(account.names("AWS::Lambda::Version")).containsExactly("f:2");
    }

    @Test
    void what_has_a_name_of_its_own_cannot_be_replaced() {
        String template = "Resources: {T: {Type: 'AWS::SQS::Queue', Properties: {QueueName: q, FifoQueue: %s}}}";
        cloudFormation.deploy("s", template.formatted("false"), Map.of());
        assertThat(cloudFormation
                        .deploy("s", template.formatted("true"), Map.of())
                        .cause())
                .contains("already exists");
    }
}
