package io.purchaseorders.stores.dynamodb;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Follows a query from page to page, as the SDK's paginator does with thirty more classes to load at a start. */
final class Pages implements Iterator<Map<String, AttributeValue>> {

    private final DynamoDbClient client;
    private final QueryRequest query;
    private QueryResponse page;
    private Iterator<Map<String, AttributeValue>> items;

    private Pages(DynamoDbClient client, QueryRequest query) {
        this.client = client;
        this.query = query;
        this.page = client.query(query);
        this.items = page.items().iterator();
    }

    /** All items. The first page is read at once, every other when the items before it were taken. */
    static Stream<Map<String, AttributeValue>> items(DynamoDbClient client, QueryRequest query) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Pages(client, query), Spliterator.ORDERED), false);
    }

    @Override
    public boolean hasNext() {
        while (!items.hasNext() && !page.lastEvaluatedKey().isEmpty()) {
            page = client.query(
                    query.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build());
            items = page.items().iterator();
        }
        return items.hasNext();
    }

    @Override
    public Map<String, AttributeValue> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return items.next();
    }
}
