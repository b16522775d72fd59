package io.purchaseorders.local.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;

/** Reads {@code AWS::DynamoDB::Table}. Encryption, recovery and deletion protection are left out: nothing local has them. */
final class TableReader {

    private TableReader() {}

    static CreateTableRequest read(JsonNode properties) {
        var request = CreateTableRequest.builder()
                .tableName(properties.path("TableName").asText())
                .billingMode(properties.path("BillingMode").asText())
                .keySchema(keySchema(properties.path("KeySchema")))
                .attributeDefinitions(elements(properties.path("AttributeDefinitions"))
                        .map(definition -> AttributeDefinition.builder()
                                .attributeName(definition.path("AttributeName").asText())
                                .attributeType(definition.path("AttributeType").asText())
                                .build())
                        .toList());
        if (properties.has("GlobalSecondaryIndexes")) {
            request.globalSecondaryIndexes(elements(properties.path("GlobalSecondaryIndexes"))
                    .map(TableReader::index)
                    .toList());
        }
        if (properties.has("StreamSpecification")) {
            request.streamSpecification(stream -> stream.streamEnabled(true)
                    .streamViewType(properties
                            .path("StreamSpecification")
                            .path("StreamViewType")
                            .asText()));
        }
        return request.build();
    }

    private static GlobalSecondaryIndex index(JsonNode index) {
        var projection = Projection.builder()
                .projectionType(index.path("Projection").path("ProjectionType").asText());
        if (index.path("Projection").has("NonKeyAttributes")) {
            projection.nonKeyAttributes(elements(index.path("Projection").path("NonKeyAttributes"))
                    .map(JsonNode::asText)
                    .toList());
        }
        return GlobalSecondaryIndex.builder()
                .indexName(index.path("IndexName").asText())
                .keySchema(keySchema(index.path("KeySchema")))
                .projection(projection.build())
                .build();
    }

    private static List<KeySchemaElement> keySchema(JsonNode schema) {
        return elements(schema)
                .map(element -> KeySchemaElement.builder()
                        .attributeName(element.path("AttributeName").asText())
                        .keyType(element.path("KeyType").asText())
                        .build())
                .toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
