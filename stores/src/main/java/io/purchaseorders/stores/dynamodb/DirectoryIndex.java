package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.AGGREGATION_KEY;
import static io.purchaseorders.stores.dynamodb.StoredNames.DIRECTORY;
import static io.purchaseorders.stores.dynamodb.StoredNames.DIRECTORY_INDEX;
import static io.purchaseorders.stores.dynamodb.StoredNames.PERIOD;

import io.purchaseorders.events.Names;
import io.purchaseorders.projections.totals.Directory;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionReader.DirectoryEntry;
import io.purchaseorders.stores.ProjectionReader.DirectoryQuestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Gatherer;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Reads the index of the rows of months: the partitions of all months that are asked for, merged by key. */
record DirectoryIndex(KeyedTable table) {

    /** First pages that are read side by side: enough to hide the waiting, not enough to be throttled. */
    private static final int AT_A_TIME = 16;

    private static final int SMALLEST_PAGE = 10;

    /** Some hundred kilobytes: every partition of every month holds a page at the same time. */
    private static final int LARGEST_PAGE = 1_000;

    /** No name has more of them, so that no name is beyond a prefix and these. */
    private static final String LAST_CHARACTERS =
            Character.toString(Character.MAX_CODE_POINT).repeat(Names.LENGTH);

    /** No name contains it, and every other character sorts after it. */
    private static final String FIRST_CHARACTER = "\0";

    private static final Comparator<RowKey> BY_KEY = Comparator.comparing(RowKey::aggregationKey, Directory.ORDER);

    Stream<DirectoryEntry> entries(DirectoryQuestion question) {
        List<Stream<RowKey>> partitions = question.months().stream()
                .flatMap(month -> Directory.partitions(question.family(), month).stream())
                .map(partition -> query(question, partition))
                .gather(Gatherers.mapConcurrent(AT_A_TIME, this::begin))
                .toList();
        return Merge.of(partitions, BY_KEY).gather(byKey());
    }

    private QueryRequest query(DirectoryQuestion question, String partition) {
        String first = question.family().key(question.prefix());
        String next = question.family().key(question.after()) + FIRST_CHARACTER;
        String from = question.after().isEmpty() || Directory.ORDER.compare(first, next) > 0 ? first : next;
        int share = Math.ceilDiv(question.most(), Directory.PARTITIONS);
        return QueryRequest.builder()
                .tableName(table.name())
                .indexName(DIRECTORY_INDEX)
                .keyConditionExpression(DIRECTORY + " = :partition AND " + AGGREGATION_KEY + " BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":partition", Attributes.text(partition),
                        ":from", Attributes.text(from),
                        ":to", Attributes.text(first + LAST_CHARACTERS)))
                // Shares differ: a little more than one, so that most partitions need a single page.
                .limit(Math.clamp(share + share / 2L, SMALLEST_PAGE, LARGEST_PAGE))
                .build();
    }

    /** Reads the first page at once, and others when they are needed. */
    private Stream<RowKey> begin(QueryRequest query) {
        QueryResponse first = table.client().query(query);
        Stream<Map<String, AttributeValue>> items = first.items().stream();
        if (first.hasLastEvaluatedKey()) {
            items = Stream.concat(items, table.items(query.toBuilder().exclusiveStartKey(first.lastEvaluatedKey())));
        }
        return items.map(item -> new RowKey(Attributes.text(item, AGGREGATION_KEY), Attributes.text(item, PERIOD)));
    }

    private static Gatherer<RowKey, ?, DirectoryEntry> byKey() {
        return Gatherer.<RowKey, List<RowKey>, DirectoryEntry>ofSequential(
                ArrayList::new,
                (open, row, found) -> {
                    boolean wanted = true;
                    if (!open.isEmpty() && !open.getFirst().aggregationKey().equals(row.aggregationKey())) {
                        wanted = found.push(entry(open));
                        open.clear();
                    }
                    open.add(row);
                    return wanted;
                },
                (open, found) -> {
                    if (!open.isEmpty()) {
                        found.push(entry(open));
                    }
                });
    }

    private static DirectoryEntry entry(List<RowKey> rows) {
        return new DirectoryEntry(rows.getFirst().aggregationKey(), List.copyOf(rows));
    }
}
