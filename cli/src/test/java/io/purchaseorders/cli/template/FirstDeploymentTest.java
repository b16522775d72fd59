package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.local.cloudformation.ShortTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What keeps a stack from coming up in an account that is new, or a second time after it failed once. */
class FirstDeploymentTest {

    /** Lambda developer guide, "Lambda quotas": new accounts start with so many, none of which can be reserved. */
    private static final int CONCURRENCY_OF_A_NEW_ACCOUNT = 10;

    /** Amazon S3 user guide, "General purpose bucket naming rules". */
    private static final int MAX_BUCKET_NAME = 63;

    /** As long as they can be: parameter Environment, an account, the longest name of a region. */
    private static final Map<String, String> LONGEST = Map.of(
            "${Environment}", "e".repeat(16), "${AWS::AccountId}", "1".repeat(12), "${AWS::Region}", "ap-southeast-1");

    /** Tag values of most services: letters, digits, white space and these; AWS General Reference, "Tagging". */
    private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{N}\\p{Z}_.:/=+@-]*");

    static Stream<String> documents() {
        return Stream.concat(Templates.names(), Stream.of("openapi.yaml"));
    }

    /** CloudFormation refuses a template with one: "Null values are not allowed in templates". */
    @ParameterizedTest
    @MethodSource("documents")
    void no_document_has_a_null(String name) {
        List<String> nulls = new ArrayList<>();
        nulls(ShortTags.read(Templates.text(name)), name, nulls);
        assertThat(nulls).as("places that hold null").isEmpty();
    }

    private static void nulls(JsonNode node, String path, List<String> found) {
        if (node.isNull()) {
            found.add(path);
        }
        node.properties().forEach(member -> nulls(member.getValue(), path + "/" + member.getKey(), found));
        if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                nulls(node.get(index), path + "/" + index, found);
            }
        }
    }

    @Test
    void the_default_stack_reserves_no_more_concurrency_than_a_new_account_can_spare() {
        JsonNode main = Templates.main();
        int reserved = Templates.ofType(main, "AWS::Lambda::Function").values().stream()
                .mapToInt(function -> reserved(main, function))
                .sum();
        // Lambda keeps that many unreserved, so that an account with no more of them can reserve none.
        assertThat(reserved + CONCURRENCY_OF_A_NEW_ACCOUNT).isLessThanOrEqualTo(CONCURRENCY_OF_A_NEW_ACCOUNT);
    }

    /** Reservations are parameters, of which 0 stands for none. */
    private static int reserved(JsonNode main, JsonNode function) {
        JsonNode reservation = function.at("/Properties/ReservedConcurrentExecutions");
        assertThat(reservation.at("/Fn::If/2/Ref").asText()).isEqualTo("AWS::NoValue");
        String parameter = reservation.at("/Fn::If/1/Ref").asText();
        String condition = reservation.at("/Fn::If/0").asText();
        assertThat(main.path("Conditions").path(condition).toString())
                .isEqualTo("{\"Fn::Not\":[{\"Fn::Equals\":[{\"Ref\":\"" + parameter + "\"},0]}]}");
        return main.path("Parameters").path(parameter).path("Default").intValue();
    }

    @ParameterizedTest
    @MethodSource("io.purchaseorders.cli.template.Templates#names")
    void what_is_kept_when_a_stack_goes_is_not_kept_when_its_first_creation_fails(String name) {
        Templates.resources(Templates.read(name)).forEach((logicalId, resource) -> {
            assertThat(resource.path("DeletionPolicy").asText())
                    .as("Retain would leave the name of %s taken after a failed creation", logicalId)
                    .isIn("", "Delete", "RetainExceptOnCreate");
            if (resource.path("DeletionPolicy").asText().equals("RetainExceptOnCreate")) {
                assertThat(resource.path("UpdateReplacePolicy").asText())
                        .as("%s, when a change replaces it", logicalId)
                        .isEqualTo("Retain");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("io.purchaseorders.cli.template.Templates#names")
    void a_bucket_is_named_by_account_and_region_and_within_the_limit_if_it_has_a_name(String name) {
        Templates.ofType(Templates.read(name), "AWS::S3::Bucket").forEach((logicalId, bucket) -> {
            String pattern = bucket.at("/Properties/BucketName/Fn::Sub").asText();
            if (bucket.path("Properties").has("BucketName")) {
                assertThat(pattern).as(logicalId).contains("${AWS::AccountId}", "${AWS::Region}");
                for (Map.Entry<String, String> value : LONGEST.entrySet()) {
                    pattern = pattern.replace(value.getKey(), value.getValue());
                }
                assertThat(pattern).doesNotContain("$").hasSizeLessThanOrEqualTo(MAX_BUCKET_NAME);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("io.purchaseorders.cli.template.Templates#names")
    void every_tag_is_of_letters_that_services_take(String name) {
        Templates.resources(Templates.read(name))
                .forEach((logicalId, resource) -> Templates.elements(resource.at("/Properties/Tags"))
                        .forEach(tag -> texts(tag.path("Value"))
                                .forEach(text -> assertThat(text)
                                        .as("tag %s of %s", tag.path("Key").asText(), logicalId)
                                        .matches(TAG_VALUE))));
    }

    /** The texts of a value, those of its branches and patterns included, without what is put in for parameters. */
    private static Stream<String> texts(JsonNode value) {
        return value.isTextual()
                ? Stream.of(value.asText().replaceAll("\\$\\{[^}]*}", ""))
                : Stream.concat(
                        value.properties().stream().flatMap(member -> texts(member.getValue())),
                        value.isArray()
                                ? Templates.elements(value).flatMap(FirstDeploymentTest::texts)
                                : Stream.empty());
    }
}
