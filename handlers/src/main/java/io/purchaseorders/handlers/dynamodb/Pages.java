package io.purchaseorders.handlers.dynamodb;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Follows a query from page to page, as the SDK's paginator does with thirty more classes to load at a start. */
final class Pages {

    private Pages() {}

    /** All items. The first page is read at once, every other when the items before it were taken. */
    static Stream<Map<String, AttributeValue>> items(DynamoDbClient client, QueryRequest query) {
        return Stream.iterate(Optional.of(client.query(query)), Optional::isPresent, page -> next(client, query, page))
                .flatMap(page -> page.orElseThrow().items().stream());
    }

    private static Optional<QueryResponse> next(
            DynamoDbClient client, QueryRequest query, Optional<QueryResponse> page) {
        return page.map(QueryResponse::lastEvaluatedKey)
                .filter(last -> !last.isEmpty())
                .map(last ->
                        client.query(query.toBuilder().exclusiveStartKey(last).build()));
    }
}
