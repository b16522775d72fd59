package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.purchaseorders.local.cloudformation.Role;
import io.purchaseorders.local.cloudformation.StackTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shape of the roles; that calls need and get what the policies "calls" allow is held by LeastPrivilegeTest. */
class RolesTest {

    private static final String EVENTS = "table/purchase-orders-local";
    private static final String AGGREGATIONS = "table/order-aggregations-local";
    private static final String INTAKE = "table/order-intake-local";

    private static final int OTHER_ENVIRONMENTS = 1_000;
    private static final String NAME_LETTERS = "abx0129-";

    /** Actions that the services let nobody narrow to a resource, or only to one that nobody knows beforehand. */
    private static final Set<String> WITHOUT_RESOURCES = Set.of(
            "xray:PutTraceSegments",
            "xray:PutTelemetryRecords",
            "ec2:CreateNetworkInterface",
            "ec2:DeleteNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "dynamodb:ListStreams",
            "cloudwatch:DescribeAlarms",
            "lambda:ListEventSourceMappings");

    /** What Lambda does in a function's name, which no test can see, and where that is written. */
    private static final Map<String, String> BY_LAMBDA = Map.ofEntries(
            Map.entry("logs:CreateLogStream", "Lambda developer guide, AWSLambdaBasicExecutionRole"),
            Map.entry("logs:PutLogEvents", "Lambda developer guide, AWSLambdaBasicExecutionRole"),
            Map.entry("xray:PutTraceSegments", "Lambda developer guide, AWSXRayDaemonWriteAccess"),
            Map.entry("xray:PutTelemetryRecords", "Lambda developer guide, AWSXRayDaemonWriteAccess"),
            Map.entry("ec2:CreateNetworkInterface", "Lambda developer guide, AWSLambdaVPCAccessExecutionRole"),
            Map.entry("ec2:DeleteNetworkInterface", "Lambda developer guide, AWSLambdaVPCAccessExecutionRole"),
            Map.entry("ec2:DescribeNetworkInterfaces", "Lambda developer guide, AWSLambdaVPCAccessExecutionRole"),
            Map.entry("ec2:DescribeSubnets", "Lambda developer guide, AWSLambdaVPCAccessExecutionRole"),
            Map.entry("kms:Decrypt", "DynamoDB developer guide, How Amazon DynamoDB uses AWS KMS"),
            Map.entry("kms:Encrypt", "DynamoDB developer guide, How Amazon DynamoDB uses AWS KMS"),
            Map.entry("kms:GenerateDataKey", "the same; for S3 Lambda developer guide, failed invocations to S3"));

    /** The same for the queue's mapping. */
    private static final Map<String, String> BY_QUEUE_MAPPING = Map.of(
            "sqs:ReceiveMessage", "Lambda developer guide, AWSLambdaSQSQueueExecutionRole",
            "sqs:DeleteMessage", "Lambda developer guide, AWSLambdaSQSQueueExecutionRole",
            "sqs:GetQueueAttributes", "Lambda developer guide, AWSLambdaSQSQueueExecutionRole");

    /** The same for the stream mapping. */
    private static final Map<String, String> BY_STREAM_MAPPING = Map.of(
            "dynamodb:GetRecords", "Lambda developer guide, AWSLambdaDynamoDBExecutionRole",
            "dynamodb:GetShardIterator", "Lambda developer guide, AWSLambdaDynamoDBExecutionRole",
            "dynamodb:ListStreams", "Lambda developer guide, AWSLambdaDynamoDBExecutionRole",
            "s3:PutObject", "Lambda developer guide, retaining records of failed invocations in S3",
            "s3:ListBucket", "Lambda developer guide, retaining records of failed invocations in S3");

    private final JsonNode template = Templates.read("iamroles.yaml");

    @Test
    void no_action_is_a_pattern_and_no_resource_is_everything_where_the_service_knows_any() {
        statements(Templates.resources(template).values().stream()).forEach(statement -> {
            assertThat(Templates.texts(statement.path("Action"))).noneMatch(action -> action.contains("*"));
            if (Templates.texts(statement.path("Resource")).contains("*")) {
                assertThat(WITHOUT_RESOURCES).containsAll(Templates.texts(statement.path("Action")));
            }
        });
    }

    @Test
    void every_resource_that_is_everything_has_its_reason_beside_it() {
        List<String> lines = Templates.text("iamroles.yaml").lines().toList();
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).strip().equals("Resource: '*'")) {
                int sid = line;
                while (!lines.get(sid).strip().startsWith("- Sid:")) {
                    sid--;
                }
                assertThat(lines.get(sid - 1).strip())
                        .as("the line before line %d of iamroles.yaml", sid + 1)
                        .startsWith("#");
            }
        }
    }

    @Test
    void what_lambda_does_in_a_functions_name_is_a_list_with_sources() {
        Set<String> forStream = new TreeSet<>(BY_LAMBDA.keySet());
        forStream.addAll(BY_STREAM_MAPPING.keySet());
        Set<String> forReads = new TreeSet<>(BY_LAMBDA.keySet());
        forReads.removeAll(Set.of("kms:Encrypt", "kms:GenerateDataKey"));
        Set<String> forQueue = new TreeSet<>(BY_LAMBDA.keySet());
        forQueue.addAll(BY_QUEUE_MAPPING.keySet());
        assertThat(platform("OrderProcessorRole")).isEqualTo(forQueue);
        assertThat(platform("OrderAggregatorRole")).isEqualTo(forStream);
        assertThat(platform("OrderApiRole")).isEqualTo(forReads);
        assertThat(platform("OrderAuditRole")).isEqualTo(forReads);
    }

    private Set<String> platform(String role) {
        return policy(role, "platform")
                .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                .flatMap(statement -> Templates.texts(statement.path("Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_key_is_used_through_services_only() {
        assertThat(statements(Templates.resources(template).values().stream())
                        .filter(statement -> statement.path("Action").toString().contains("kms:")))
                .hasSize(7)
                .allMatch(statement -> statement.at("/Condition/StringEquals").has("kms:ViaService"));
    }

    @Test
    void the_processor_can_insert_events_and_keep_rejections_and_change_nothing_else() {
        Role role = role("OrderProcessorFunction");
        for (String action : List.of("UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")) {
            assertThat(role.allows("dynamodb:" + action, EVENTS, Optional.of("PO-1")))
                    .isFalse();
        }
        assertThat(role.allows("dynamodb:PutItem", EVENTS, Optional.of("PO-1"))).isTrue();
        for (String key : List.of("REJECTIONS#0", "REJECTION#r", "RECEIPT#o#e")) {
            assertThat(role.allows("dynamodb:PutItem", INTAKE, Optional.of(key)))
                    .as(key)
                    .isTrue();
        }
        assertThat(role.allows("dynamodb:UpdateItem", INTAKE, Optional.of("RECEIPT#r")))
                .isTrue();
        for (String key : List.of("QUARANTINE", "QUARANTINED", "VIOLATIONS", "REJECTIONS")) {
            assertThat(role.allows("dynamodb:PutItem", INTAKE, Optional.of(key)))
                    .as(key)
                    .isFalse();
            assertThat(role.allows("dynamodb:UpdateItem", INTAKE, Optional.of(key)))
                    .as(key)
                    .isFalse();
        }
        assertThat(role.allows("dynamodb:PutItem", INTAKE, Optional.empty())).isFalse();
    }

    @Test
    void the_processor_reaches_no_projection() {
        assertThat(role("OrderProcessorFunction").statements())
                .noneMatch(statement -> statement.resources().contains(AGGREGATIONS));
    }

    @Test
    void the_aggregator_cannot_write_events() {
        assertThat(role("OrderAggregatorFunction").statements())
                .filteredOn(statement -> statement.resources().contains(EVENTS))
                .allSatisfy(statement -> assertThat(statement.actions()).allMatch(RolesTest::reads));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OrderApiFunction", "OrderAuditFunction"})
    void what_answers_questions_cannot_write(String function) {
        assertThat(role(function).statements())
                .isNotEmpty()
                .allSatisfy(statement -> assertThat(statement.actions()).allMatch(RolesTest::reads));
    }

    /** What may hold anything that anybody published, and who sent what, is for auditors. */
    @Test
    void what_answers_readers_reaches_neither_rejections_nor_receipts_nor_quarantined_content() {
        for (String key : List.of("REJECTIONS#0", "REJECTION#r", "RECEIPT#o#e", "QUARANTINED#1", "VIOLATIONS")) {
            assertThat(role("OrderApiFunction").allows("dynamodb:Query", INTAKE, Optional.of(key)))
                    .as(key)
                    .isFalse();
        }
        assertThat(role("OrderAuditFunction").allows("dynamodb:Query", INTAKE, Optional.of("REJECTIONS#0")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OrderApiFunction", "OrderAuditFunction"})
    void what_answers_questions_reads_every_generation_of_its_environment(String function) {
        Role role = role(function);
        assertThat(role.allows("dynamodb:Query", AGGREGATIONS, Optional.of("ALL")))
                .isTrue();
        for (int generation : List.of(2, 9, 10, 11, 99, 100, 1_234)) {
            assertThat(role.allows("dynamodb:Query", AGGREGATIONS + "-" + generation, Optional.of("ALL")))
                    .as("generation %d", generation)
                    .isTrue();
        }
    }

    /** Of whatever names an account may have beside this one; to replay, set the system property {@code seed}. */
    @ParameterizedTest
    @ValueSource(
            strings = {"OrderProcessorFunction", "OrderAggregatorFunction", "OrderApiFunction", "OrderAuditFunction"})
    void no_table_of_another_environment_is_within_a_roles_reach(String function) {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Role role = role(function);
        Pattern name = Pattern.compile(
                Templates.main().at("/Parameters/Environment/AllowedPattern").asText());
        for (int time = 0; time < OTHER_ENVIRONMENTS; time++) {
            String other = "local" + (random.nextBoolean() ? "-" : "") + text(random);
            if (name.matcher(other).matches()) {
                String generation = random.nextBoolean() ? "" : "-" + (2 + random.nextInt(200));
                for (String table : List.of(
                        "purchase-orders-" + other,
                        "order-intake-" + other,
                        "order-aggregations-" + other + generation,
                        "order-aggregations-" + other + generation + "/index/DirectoryIndex")) {
                    for (String action : List.of("Query", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem")) {
                        assertThat(role.allows("dynamodb:" + action, "table/" + table, Optional.of("ALL")))
                                .as("%s of %s, seed %d", action, table, seed)
                                .isFalse();
                    }
                }
            }
        }
    }

    /** Of letters, digits and hyphens. */
    private static String text(Random random) {
        return random.ints(1 + random.nextInt(6), 0, NAME_LETTERS.length())
                .mapToObj(at -> NAME_LETTERS.substring(at, at + 1))
                .collect(Collectors.joining());
    }

    /** Else what may be done to functions of one environment could be done to those of another, as dev-x is of dev. */
    @ParameterizedTest
    @ValueSource(strings = {"iamroles.yaml", "deployer.yaml"})
    void functions_of_generations_are_named_up_to_the_first_digit_of_their_number(String name) {
        assertThat(Templates.text(name).lines())
                .filteredOn(line -> line.contains("function:order-aggregator-${Environment}-"))
                .hasSize(9)
                .allMatch(line -> line.matches(".*function:order-aggregator-\\$\\{Environment}-[1-9]\\*'"));
    }

    /** Beside those of the functions: an operator's, the network's door, the boundary and the stack's role of the pipeline. */
    @ParameterizedTest
    @ValueSource(strings = {"iamroles.yaml", "network.yaml", "deployer.yaml", "projections.yaml"})
    void tables_of_generations_are_named_up_to_the_first_digit_of_their_number(String name) {
        assertThat(Templates.text(name).lines())
                .filteredOn(line ->
                        line.contains("order-aggregations-${Environment}") || line.contains("${AggregationsTableArn}"))
                .allMatch(
                        line -> line.matches(
                                ".*(order-aggregations-\\$\\{Environment}|\\$\\{AggregationsTableArn})(-[1-9]\\*|-\\$\\{Generation}|/index/\\w+|/\\*)?'.*"));
    }

    private static boolean reads(String action) {
        return Set.of(
                        "dynamodb:GetItem",
                        "dynamodb:BatchGetItem",
                        "dynamodb:Query",
                        "dynamodb:Scan",
                        "secretsmanager:GetSecretValue")
                .contains(action);
    }

    /** Beside the roles, which say who: no door into the network is wider than all of them together. */
    @Test
    void the_networks_endpoints_open_what_the_roles_allow_together_and_no_more() {
        Set<String> allowed = Stream.of("OrderProcessorRole", "OrderAggregatorRole", "OrderApiRole", "OrderAuditRole")
                .flatMap(role -> policy(role, "calls"))
                .flatMap(statement -> Templates.texts(statement.path("Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, JsonNode> endpoints = Templates.ofType(Templates.read("network.yaml"), "AWS::EC2::VPCEndpoint");
        assertThat(endpoints).hasSize(4);
        Set<String> opened = new TreeSet<>();
        endpoints.values().stream()
                .flatMap(endpoint -> Templates.statements(endpoint.at("/Properties/PolicyDocument")))
                .forEach(statement -> {
                    assertThat(Templates.texts(statement.path("Resource"))).doesNotContain("*");
                    opened.addAll(Templates.texts(statement.path("Action")));
                });
        assertThat(opened).isEqualTo(allowed);
    }

    /** Whatever an administrator of the account lets anybody do. */
    @Test
    void the_events_table_lets_two_roles_insert_and_nobody_change_or_remove() {
        Map<String, JsonNode> statements =
                denials(Templates.main().at("/Resources/EventsTable/Properties/ResourcePolicy/PolicyDocument"));
        JsonNode inserts = statements.getOrDefault("TheProcessorAndReleasesInsert", MissingNode.getInstance());
        assertThat(inserts.path("Action").asText()).isEqualTo("dynamodb:PutItem");
        assertThat(inserts.at("/Condition/ArnNotEquals/aws:PrincipalArn").toString())
                .isEqualTo("[{\"Fn::GetAtt\":[\"Roles\",\"Outputs.OrderProcessorRoleArn\"]},"
                        + "{\"Fn::GetAtt\":[\"Roles\",\"Outputs.OperatorRoleArn\"]}]");
        JsonNode changes = statements.getOrDefault("NobodyChangesOrRemoves", MissingNode.getInstance());
        assertThat(changes.has("Condition")).isFalse();
        assertThat(Templates.texts(changes.path("Action")))
                .contains(
                        "dynamodb:UpdateItem",
                        "dynamodb:DeleteItem",
                        "dynamodb:BatchWriteItem",
                        "dynamodb:PartiQLInsert",
                        "dynamodb:PartiQLUpdate",
                        "dynamodb:PartiQLDelete");
    }

    @Test
    void the_keys_of_codes_are_read_by_the_functions_and_operators_only() {
        JsonNode policy = template.at("/Resources/EventKeysPolicy/Properties/ResourcePolicy");
        JsonNode reads = denials(policy).getOrDefault("FunctionsAndOperatorsRead", MissingNode.getInstance());
        assertThat(Templates.texts(reads.path("Action"))).contains("secretsmanager:GetSecretValue");
        String laterGenerations = Templates.read("projections.yaml")
                .at("/Resources/OrderAggregatorRole/Properties/Path/Fn::Sub")
                .asText();
        assertThat(Templates.elements(reads.at("/Condition/ArnNotEquals/aws:PrincipalArn"))
                        .map(role -> role.has("Fn::Sub")
                                ? role.path("Fn::Sub").asText()
                                : role.at("/Fn::GetAtt/0").asText()))
                .containsExactlyInAnyOrder(
                        "OrderProcessorRole",
                        "OrderAggregatorRole",
                        "OrderApiRole",
                        "OrderAuditRole",
                        "OperatorRole",
                        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role" + laterGenerations + "*");
    }

    private static Map<String, JsonNode> denials(JsonNode policy) {
        return Templates.elements(policy.path("Statement"))
                .filter(statement -> statement.path("Effect").asText().equals("Deny"))
                .filter(statement -> statement.path("Principal").asText().equals("*"))
                .collect(Collectors.toMap(statement -> statement.path("Sid").asText(), statement -> statement));
    }

    /** What is in the bucket beside the log itself is for whoever keeps it, but for what a proof is found by. */
    @Test
    void the_logs_files_are_read_where_a_log_is_kept_and_no_other() {
        String bucket = "orders-log-local-000000000000-us-east-1";
        StackTemplate kept = StackTemplate.packaged(Map.of("Environment", "local", "LogBucket", bucket));
        for (String function : List.of("OrderApiFunction", "OrderAuditFunction")) {
            Role role = role(kept, function);
            for (String file : List.of("checkpoint", "tile/0/000", "tile/entries/x001/234.p/5")) {
                assertThat(role.allows("s3:GetObject", bucket + "/" + file, Optional.empty()))
                        .as(file)
                        .isTrue();
                assertThat(role(function).allows("s3:GetObject", bucket + "/" + file, Optional.empty()))
                        .as(file)
                        .isFalse();
            }
            for (String file : List.of("progress", "pending", "violations/01")) {
                assertThat(role.allows("s3:GetObject", bucket + "/" + file, Optional.empty()))
                        .as(file)
                        .isFalse();
            }
            assertThat(role.allows("s3:ListBucket", bucket, Optional.empty())).isTrue();
            assertThat(role.allows("s3:GetObject", "orders-failed-local/checkpoint", Optional.empty()))
                    .isFalse();
            assertThat(role.statements().stream().flatMap(statement -> statement.actions().stream()))
                    .doesNotContain("s3:PutObject", "s3:DeleteObject");
        }
        assertThat(role(kept, "OrderAuditFunction").allows("s3:GetObject", bucket + "/exports/full", Optional.empty()))
                .isTrue();
        assertThat(role(kept, "OrderApiFunction").allows("s3:GetObject", bucket + "/exports/full", Optional.empty()))
                .isFalse();
        for (String function : List.of("OrderProcessorFunction", "OrderAggregatorFunction")) {
            assertThat(role(kept, function).statements().stream().flatMap(statement -> statement.actions().stream()))
                    .noneMatch(action -> action.startsWith("s3:"));
        }
    }

    private static Role role(String function) {
        return role(StackTemplate.packaged(), function);
    }

    private static Role role(StackTemplate packaged, String function) {
        return packaged.functions().stream()
                .filter(definition -> definition.logicalId().equals(function))
                .findFirst()
                .flatMap(packaged::role)
                .orElseThrow();
    }

    private Stream<JsonNode> policy(String role, String name) {
        return Templates.elements(
                        template.path("Resources").path(role).path("Properties").path("Policies"))
                .filter(policy -> policy.path("PolicyName").asText().equals(name))
                .flatMap(policy -> Templates.statements(policy.path("PolicyDocument")));
    }

    private static Stream<JsonNode> statements(Stream<JsonNode> resources) {
        return resources.flatMap(resource -> Stream.concat(
                Templates.statements(resource.at("/Properties/PolicyDocument")),
                Templates.elements(resource.at("/Properties/Policies"))
                        .flatMap(policy -> Templates.statements(policy.path("PolicyDocument")))));
    }
}
