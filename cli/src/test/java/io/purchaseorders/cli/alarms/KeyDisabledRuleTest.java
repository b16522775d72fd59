package io.purchaseorders.cli.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.cli.template.Templates;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.event.ruler.Ruler;

/** What happens to the key of the data has no metric: a rule tells it, in CloudTrail's form of a call to KMS. */
class KeyDisabledRuleTest {

    private static final String KEY = "arn:aws:kms:us-east-1:000000000000:key/data";

    @ParameterizedTest
    @CsvSource({
        "DisableKey, arn:aws:kms:us-east-1:000000000000:key/data, true",
        "ScheduleKeyDeletion, arn:aws:kms:us-east-1:000000000000:key/data, true",
        "DisableKey, arn:aws:kms:us-east-1:000000000000:key/other, false",
        "EnableKey, arn:aws:kms:us-east-1:000000000000:key/data, false"
    })
    void a_key_of_the_data_that_is_disabled_or_to_be_deleted_rings(String call, String key, boolean rings)
            throws Exception {
        JsonNode pattern = Templates.read("monitoring.yaml").at("/Resources/KeyDisabledRule/Properties/EventPattern");
        ObjectNode resources = (ObjectNode) pattern.at("/detail/resources");
        assertThat(resources.at("/ARN/0/Ref").asText()).isEqualTo("DataKeyArn");
        ((ArrayNode) resources.path("ARN")).removeAll().add(KEY);
        String event = """
                {"source":"aws.kms","detail-type":"AWS API Call via CloudTrail","detail":{
                  "eventSource":"kms.amazonaws.com","eventName":"%s","readOnly":false,
                  "resources":[{"accountId":"000000000000","type":"AWS::KMS::Key","ARN":"%s"}]}}
                """.formatted(call, key);
        assertThat(Ruler.matchesRule(event, pattern.toString())).isEqualTo(rings);
    }

    @ParameterizedTest
    @CsvSource({"cloudwatch.amazonaws.com", "events.amazonaws.com"})
    void whoever_rings_may_publish_to_the_topic_and_use_a_key_that_is_not_the_disabled_one(String service) {
        JsonNode monitoring = Templates.read("monitoring.yaml");
        assertThat(Templates.elements(monitoring.at("/Resources/AlarmTopicPolicy/Properties/PolicyDocument/Statement"))
                        .filter(statement -> statement.path("Effect").asText().equals("Allow")))
                .anySatisfy(statement -> {
                    assertThat(statement.at("/Principal/Service").asText()).isEqualTo(service);
                    assertThat(statement.path("Action").asText()).isEqualTo("sns:Publish");
                });
        JsonNode main = Templates.main();
        JsonNode key = main.at("/Resources/Monitoring/Properties/Parameters/"
                + monitoring
                        .at("/Resources/AlarmTopic/Properties/KmsMasterKeyId/Ref")
                        .asText());
        String logicalId = key.at("/Fn::GetAtt/0").asText();
        assertThat(logicalId).isNotEqualTo("DataKey");
        assertThat(main.at("/Resources/UndeliveredEvents/Properties/KmsMasterKeyId/Fn::GetAtt/0")
                        .asText())
                .isEqualTo(logicalId);
        assertThat(Templates.elements(main.path("Resources").path(logicalId).at("/Properties/KeyPolicy/Statement")))
                .anySatisfy(statement -> {
                    assertThat(Templates.texts(statement.at("/Principal/Service")))
                            .contains(service);
                    assertThat(Templates.texts(statement.path("Action")))
                            .isEqualTo(List.of("kms:Decrypt", "kms:GenerateDataKey"));
                });
    }
}
