package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.local.cloudformation.FunctionDefinition;
import io.purchaseorders.local.cloudformation.ProjectionsStack;
import io.purchaseorders.local.cloudformation.QueueDefinition;
import io.purchaseorders.local.cloudformation.StackTemplate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackTemplateTest {

    private final StackTemplate template = StackTemplate.packaged();

    @Test
    void the_tables_are_named_and_keyed_as_deployed() {
        assertThat(template.tables())
                .extracting(table -> table.tableName())
                .containsExactlyInAnyOrder("purchase-orders-local", "order-aggregations-local", "order-intake-local");
        var events = template.tables().stream()
                .filter(table -> table.tableName().startsWith("purchase"))
                .findFirst()
                .orElseThrow();
        assertThat(events.keySchema()).extracting(key -> key.attributeName()).containsExactly("orderId", "timestamp");
        assertThat(events.globalSecondaryIndexes())
                .singleElement()
                .satisfies(index -> assertThat(index.indexName()).isEqualTo("CustomerIndex"));
        assertThat(events.streamSpecification().streamViewTypeAsString()).isEqualTo("NEW_AND_OLD_IMAGES");
    }

    @Test
    void the_functions_know_their_handler_and_the_names_of_the_tables() {
        assertThat(template.functions())
                .extracting(FunctionDefinition::logicalId)
                .containsExactlyInAnyOrder(
                        "OrderProcessorFunction", "OrderAggregatorFunction", "OrderApiFunction", "OrderAuditFunction");
        FunctionDefinition aggregator =
                template.functionOf("arn:aws:lambda:us-east-1:000000000000:function:order-aggregator-local:live");
        assertThat(aggregator.handler()).isEqualTo("io.purchaseorders.handlers.aggregator.OrderAggregator");
        assertThat(aggregator.environment())
                .containsAllEntriesOf(Map.of(
                        "EVENTS_TABLE", "purchase-orders-local",
                        "AGGREGATIONS_TABLE", "order-aggregations-local",
                        "INTAKE_TABLE", "order-intake-local",
                        "REPORTING_TIME_ZONE", "UTC",
                        "POWERTOOLS_SERVICE_NAME", "order-aggregator"));
        assertThat(aggregator.timeoutSeconds()).isPositive();
    }

    @Test
    void the_mapping_leads_from_the_events_table_to_the_aggregator() {
        assertThat(template.mappings()).singleElement().satisfies(mapping -> {
            assertThat(mapping.tableName()).isEqualTo("purchase-orders-local");
            assertThat(mapping.functionArn()).endsWith(":function:order-aggregator-local:live");
            assertThat(mapping.tumblingWindow()).isEqualTo(Duration.ofMinutes(1));
            assertThat(mapping.bisectOnError()).isTrue();
            assertThat(mapping.reportsBatchItemFailures()).isTrue();
            assertThat(mapping.onFailure()).startsWith("arn:aws:s3:::orders-failed-local-");
        });
    }

    @Test
    void a_later_generation_is_the_first_one_with_a_number_at_the_end_of_its_names() {
        ProjectionsStack first = template.projections("OrderAggregatorFunction", 1);
        ProjectionsStack later = template.projections("OrderAggregatorFunction", 7);
        assertThat(later.table())
                .isEqualTo(first.table().toBuilder()
                        .tableName("order-aggregations-local-7")
                        .build());
        assertThat(later.function().name()).isEqualTo("order-aggregator-local-7");
        assertThat(later.function().handler()).isEqualTo(first.function().handler());
        assertThat(later.function().timeoutSeconds()).isEqualTo(first.function().timeoutSeconds());
        assertThat(later.function().memoryMegabytes())
                .isEqualTo(first.function().memoryMegabytes());
        Map<String, String> environment = new HashMap<>(later.function().environment());
        assertThat(environment.remove("GENERATION")).isEqualTo("7");
        environment.remove("AWS_ENDPOINT_URL_DYNAMODB_STREAMS");
        assertThat(first.function().environment()).containsAllEntriesOf(environment);
        assertThat(later.role().orElseThrow().statements().toString())
                .isEqualTo(first.role()
                        .orElseThrow()
                        .statements()
                        .toString()
                        .replace("order-aggregations-local", "order-aggregations-local-7"));
        JsonNode mapping = mapping("projections.yaml");
        assertThat(mapping.path("StartingPosition").asText()).isEqualTo("TRIM_HORIZON");
        ObjectNode others = mapping("main.yaml");
        List.of("EventSourceArn", "DestinationConfig").forEach(name -> others.set(name, mapping.path(name)));
        others.remove("Enabled");
        assertThat(mapping).isEqualTo(others);
        assertThat(later.mapping().tableName()).isEqualTo(first.mapping().tableName());
        assertThat(later.mapping().onFailure()).isEqualTo(first.mapping().onFailure());
    }

    private static ObjectNode mapping(String file) {
        return (ObjectNode) Templates.read(file).at("/Resources/EventsToAggregator/Properties");
    }

    @Test
    void the_rule_leads_from_the_bus_to_the_queue_and_its_mapping_to_the_processor() {
        assertThat(template.buses()).containsExactly("purchase-orders-local");
        assertThat(template.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.bus()).isEqualTo("purchase-orders-local");
            assertThat(rule.pattern()).isEqualTo("{\"source\":[{\"prefix\":\"\"}]}");
            assertThat(rule.targetArns())
                    .containsExactly("arn:aws:sqs:us-east-1:000000000000:purchase-orders-local-events");
        });
        assertThat(template.queueMappings()).singleElement().satisfies(mapping -> {
            assertThat(mapping.queueArn()).isEqualTo("arn:aws:sqs:us-east-1:000000000000:purchase-orders-local-events");
            assertThat(mapping.functionArn()).endsWith(":function:order-processor-local:live");
            assertThat(mapping.batchSize()).isEqualTo(100);
            assertThat(mapping.maximumConcurrency()).isEqualTo(5);
        });
    }

    @Test
    void the_queue_hides_messages_for_six_timeouts_and_hands_what_fails_too_often_to_one_of_its_own() {
        QueueDefinition queue = queue("EventsQueue");
        FunctionDefinition processor =
                template.functionOf("arn:aws:lambda:us-east-1:000000000000:function:order-processor-local:live");
        Duration window = template.queueMappings().getFirst().batchingWindow();
        assertThat(queue.visibilityTimeout())
                .isGreaterThanOrEqualTo(
                        Duration.ofSeconds(6L * processor.timeoutSeconds()).plus(window));
        assertThat(queue.retention()).isEqualTo(Duration.ofDays(14));
        assertThat(queue.redrive()).hasValueSatisfying(redrive -> {
            assertThat(redrive.deadLetterArn())
                    .isEqualTo(queue("EventsDeadLetters").arn());
            assertThat(queue.visibilityTimeout().multipliedBy(redrive.maxReceiveCount()))
                    .isLessThan(queue.retention());
        });
        assertThat(queue("EventsDeadLetters").retention()).isEqualTo(Duration.ofDays(14));
    }

    private QueueDefinition queue(String logicalId) {
        return template.queues().stream()
                .filter(queue -> queue.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void intrinsic_functions_are_worked_out_in_their_short_and_long_form() {
        StackTemplate small = StackTemplate.parse("""
                Parameters: {Environment: {Type: String}, Zone: {Type: String, Default: UTC}}
                Conditions:
                  IsLocal: !Equals [!Ref Environment, local]
                Resources:
                  Bus:
                    Type: AWS::Events::EventBus
                    Properties:
                      Name: !If
                        - IsLocal
                        - !Join ['-', [a, !Ref Zone, {'Fn::Sub': ['${X}.${!Y}', {X: !Ref 'AWS::Region'}]}]]
                        - other
                """, Map.of("Environment", "local"));
        assertThat(small.buses()).containsExactly("a-UTC-us-east-1.${Y}");
    }

    @Test
    void what_a_condition_leaves_out_is_left_out() {
        StackTemplate small = StackTemplate.parse("""
                Parameters: {Count: {Type: Number, Default: 0}}
                Conditions: {None: !Equals [!Ref Count, 0], Some: !Not [{Condition: None}]}
                Resources:
                  Kept: {Type: 'AWS::Events::EventBus', Condition: None, Properties: {Name: !Select [1, !Split [':', 'a:b']]}}
                  Left: {Type: 'AWS::Events::EventBus', Condition: Some, Properties: {Name: c}}
                  Unnamed: {Type: 'AWS::Events::EventBus', Properties: {Name: !If [Some, d, !Ref 'AWS::NoValue']}}
                """, Map.of());
        assertThat(small.buses()).containsExactly("b", "");
    }

    @Test
    void a_reference_to_nothing_is_refused() {
        assertThatThrownBy(() -> StackTemplate.parse("Resources: {A: {Type: T, Properties: {X: !Ref Gone}}}", Map.of()))
                .hasMessageContaining("Gone");
    }
}
