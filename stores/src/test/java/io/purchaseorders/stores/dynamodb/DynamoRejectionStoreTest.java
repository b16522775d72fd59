package io.purchaseorders.stores.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.Fault;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.RejectionStore;
import io.purchaseorders.stores.RejectionStoreContract;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

class DynamoRejectionStoreTest extends RejectionStoreContract {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Override
    protected RejectionStore empty() {
        return new DynamoRejectionStore(LocalTables.create());
    }

    private static Rejection invalid(Random random, int characters) {
        String text =
                random.ints(characters, ' ', 0x7f).mapToObj(Character::toString).collect(Collectors.joining());
        return Rejection.invalid("T", "shop", text, NOON, List.of(new Fault("", "wrong")));
    }

    /** A partition takes a thousand write units a second, a unit for each kilobyte. */
    @Test
    void thirteen_large_ones_fill_no_partition() {
        Tables tables = LocalTables.create();
        RejectionStore store = new DynamoRejectionStore(tables);
        Random random = new Random(7);
        for (int i = 0; i < 13; i++) {
            store.add(invalid(random, 256_000));
        }
        Map<String, Integer> kilobytes =
                tables.client().scanPaginator(scan -> scan.tableName(tables.intake())).items().stream()
                        .collect(Collectors.groupingBy(
                                item -> Attributes.text(item, StoredNames.SUBJECT),
                                Collectors.summingInt(item -> 1 + ItemSize.of(item) / 1024)));
        assertThat(kilobytes.values()).allMatch(units -> units < 500);
        assertThat(kilobytes.values().stream().mapToInt(Integer::intValue).sum())
                .isGreaterThan(2_000);
    }

    /** Dies before each write in turn; the retry ends in what one undisturbed call leaves. */
    @Test
    void a_crash_between_any_two_writes_is_mended_by_the_retry() {
        Rejection rejection = invalid(new Random(3), 900_000);
        Map<String, AttributeValue> expected = kept(LocalTables.create(), rejection, Integer.MAX_VALUE);
        for (int writes = 0; writes < 8; writes++) {
            assertThat(kept(LocalTables.create(), rejection, writes))
                    .as("after %d writes", writes)
                    .isEqualTo(expected);
        }
    }

    private static Map<String, AttributeValue> kept(Tables tables, Rejection rejection, int writes) {
        int[] left = {writes};
        Tables dying = LocalTables.observed(tables, new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (context.request() instanceof PutItemRequest && left[0]-- <= 0) {
                    throw new IllegalStateException("on purpose");
                }
            }
        });
        try {
            new DynamoRejectionStore(dying).add(rejection);
        } catch (RuntimeException onPurpose) {
            new DynamoRejectionStore(tables).add(rejection);
        }
        assertThat(new DynamoRejectionStore(tables).newestFirst(Optional.empty(), Optional.empty(), Optional.empty()))
                .containsExactly(rejection);
        return tables.client().scanPaginator(scan -> scan.tableName(tables.intake())).items().stream()
                .collect(Collectors.toMap(
                        item -> Attributes.text(item, StoredNames.SUBJECT) + " "
                                + Attributes.text(item, StoredNames.ENTRY),
                        item -> item.getOrDefault(StoredNames.CONTENT, AttributeValue.fromS("none"))));
    }
}
