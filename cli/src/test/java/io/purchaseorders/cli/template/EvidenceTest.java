package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.notary.NotaryTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The stack that keeps the log: what it lets whom do, and that the functions find what they ask for. */
class EvidenceTest {

    private static final Pattern ASKED = Pattern.compile("required\\(\\w+, \"([A-Z_]+)\"\\)");

    private final JsonNode template = Templates.read("evidence.yaml");

    private Stream<JsonNode> statements(String resource, String path) {
        return Templates.elements(template.path("Resources").path(resource).at(path + "/Statement"))
                .map(statement -> statement.has("Fn::If") ? statement.at("/Fn::If/1") : statement);
    }

    private JsonNode statement(String resource, String path, String sid) {
        return statements(resource, path)
                .filter(statement -> statement.path("Sid").asText().equals(sid))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> actions(Stream<JsonNode> statements) {
        return statements
                .flatMap(statement -> Templates.texts(statement.path("Action")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_notary_reads_exports_writes_the_log_signs_and_does_nothing_else() {
        assertThat(actions(statements("OrderNotaryCalls", "/Properties/PolicyDocument")))
                .containsExactlyInAnyOrder(
                        "s3:GetObject",
                        "s3:ListBucket",
                        "s3:PutObject",
                        "s3:DeleteObject",
                        "kms:Decrypt",
                        "kms:GenerateDataKey",
                        "kms:GetPublicKey",
                        "kms:Sign");
        assertThat(statement("OrderNotaryCalls", "/Properties/PolicyDocument", "ClearsPartialTiles")
                        .path("Resource")
                        .toString())
                .contains("/tile/*.p/*");
    }

    @Test
    void the_exporter_cannot_reach_the_log_or_read_an_event() {
        String calls =
                template.at("/Resources/OrderExporterRole/Properties/Policies").toString();
        assertThat(calls)
                .doesNotContain("LogBucket", "SigningKey", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan");
        assertThat(actions(statements("OrderExporterRole", "/Properties/Policies/0/PolicyDocument")))
                .containsExactlyInAnyOrder(
                        "dynamodb:DescribeContinuousBackups",
                        "dynamodb:DescribeExport",
                        "dynamodb:ExportTableToPointInTime",
                        "s3:AbortMultipartUpload",
                        "s3:GetObject",
                        "s3:ListBucket",
                        "s3:PutObject",
                        "s3:PutObjectAcl",
                        "kms:Decrypt",
                        "kms:GenerateDataKey");
    }

    @Test
    void no_role_may_do_something_to_everything() {
        for (String role : List.of("OrderExporterRole", "OrderNotaryRole")) {
            String policies = template.path("Resources")
                    .path(role)
                    .at("/Properties/Policies")
                    .toString();
            assertThat(policies).doesNotContain("\"Resource\":\"*\"").doesNotContain(":*\"]");
        }
        assertThat(template.at("/Resources/OrderNotaryCalls").toString()).doesNotContain("\"Resource\":\"*\"");
    }

    @Test
    void nobody_but_the_notary_signs_or_writes_to_the_log() {
        for (JsonNode statement : List.of(
                statement("SigningKey", "/Properties/KeyPolicy", "TheNotarySigns"),
                statement("LogBucketPolicy", "/Properties/PolicyDocument", "TheNotaryWrites"))) {
            assertThat(statement.path("Effect").asText()).isEqualTo("Deny");
            assertThat(statement.at("/Condition/ArnNotEquals/aws:PrincipalArn").toString())
                    .contains("OrderNotaryRole");
        }
        assertThat(actions(Stream.of(statement("SigningKey", "/Properties/KeyPolicy", "TheNotarySigns"))))
                .contains("kms:Sign", "kms:CreateGrant");
    }

    @Test
    void an_auditor_reads_exports_and_nothing_else() {
        JsonNode reads = statement("ExportsBucketPolicy", "/Properties/PolicyDocument", "TheAuditorReads");
        assertThat(actions(Stream.of(reads))).containsExactly("s3:GetObject", "s3:ListBucket");
        JsonNode decrypts = statement("EvidenceKey", "/Properties/KeyPolicy", "TheAuditorReadsExports");
        assertThat(actions(Stream.of(decrypts))).containsExactly("kms:Decrypt");
        assertThat(decrypts.at("/Condition/ArnLike/kms:EncryptionContext:aws:s3:arn")
                        .toString())
                .contains("orders-exports-");
    }

    @Test
    void the_log_is_locked_and_its_key_is_one_of_ed25519_that_is_kept() {
        JsonNode bucket = template.at("/Resources/LogBucket/Properties");
        assertThat(bucket.path("ObjectLockEnabled").asBoolean()).isTrue();
        assertThat(bucket.at("/VersioningConfiguration/Status").asText()).isEqualTo("Enabled");
        assertThat(template.at("/Parameters/LockMode/Default").asText()).isEqualTo("COMPLIANCE");
        assertThat(template.at("/Resources/SigningKey/Properties/KeySpec").asText())
                .isEqualTo("ECC_NIST_EDWARDS25519");
        for (String kept : List.of("EvidenceKey", "SigningKey", "LogBucket", "ExportsBucket")) {
            JsonNode resource = template.path("Resources").path(kept);
            assertThat(resource.path("DeletionPolicy").asText()).isEqualTo("RetainExceptOnCreate");
            assertThat(resource.path("UpdateReplacePolicy").asText()).isEqualTo("Retain");
        }
    }

    @Test
    void buckets_are_private_and_refuse_plain_text() {
        for (String bucket : List.of("LogBucket", "ExportsBucket")) {
            assertThat(Templates.elements(
                            template.path("Resources").path(bucket).at("/Properties/PublicAccessBlockConfiguration")))
                    .hasSize(4)
                    .allMatch(JsonNode::asBoolean);
            assertThat(statement(bucket + "Policy", "/Properties/PolicyDocument", "NothingInPlainText")
                            .toString())
                    .contains("\"Deny\"", "\"aws:SecureTransport\":\"false\"");
        }
    }

    @Test
    void the_functions_are_told_what_they_ask_for() throws IOException {
        for (Map.Entry<String, JsonNode> function :
                Templates.ofType(template, "AWS::Lambda::Function").entrySet()) {
            String handler = function.getValue().at("/Properties/Handler").asText();
            String source = Files.readString(
                    Templates.ROOT.resolve("notary/src/main/java/" + handler.replace('.', '/') + ".java"));
            Set<String> asked = ASKED.matcher(source)
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> told = new TreeSet<>();
            function.getValue()
                    .at("/Properties/Environment/Variables")
                    .fieldNames()
                    .forEachRemaining(told::add);
            told.removeIf(name -> name.startsWith("POWERTOOLS_"));
            assertThat(asked).as(handler).isNotEmpty().isEqualTo(told);
        }
    }

    @Test
    void alarms_look_at_what_the_notary_counts() {
        assertThat(Templates.ofType(template, "AWS::CloudWatch::Alarm").values())
                .filteredOn(alarm -> alarm.at("/Properties/Namespace").has("Fn::Sub"))
                .hasSize(2)
                .allSatisfy(alarm -> assertThat(NotaryTelemetry.NAMES)
                        .contains(alarm.at("/Properties/MetricName").asText()));
        assertThat(Templates.ofType(template, "AWS::CloudWatch::Alarm").values())
                .allMatch(alarm ->
                        alarm.at("/Properties/AlarmActions/0/Ref").asText().equals("EvidenceTopic"));
    }
}
