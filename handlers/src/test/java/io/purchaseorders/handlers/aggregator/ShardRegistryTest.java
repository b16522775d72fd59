package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.ShardCursor;
import io.purchaseorders.stores.ShardRow;
import io.purchaseorders.stores.ShardRow.Batch;
import io.purchaseorders.stores.memory.InMemoryProjections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which shards are closed, and what a writer is told of those that are open. */
@NullMarked
class ShardRegistryTest {

    private static final SequenceNumber ONE = SequenceNumber.of("1");

    private final InMemoryProjections shards = new InMemoryProjections();
    private final Map<String, Optional<String>> listed = new HashMap<>();
    private final ShardRegistry registry = new ShardRegistry(shards, arn -> listed);

    private void lists(String shard, String parent) {
        listed.put(shard, Optional.of(parent).filter(name -> !name.isEmpty()));
    }

    private ShardCursor read(String shard) {
        ShardRegistry.Position position = registry.position(shard, "arn").orElseThrow();
        Batch batch = new Batch(ONE, ONE, Optional.empty(), RecordCounts.APPLIED);
        if (shards.complete(shard, Optional.empty(), batch)) {
            registry.remember(position.row().after(batch));
        }
        return position.cursor();
    }

    private List<String> open() {
        return shards.shards().stream()
                .filter(shard -> !shard.closed())
                .map(ShardRow::shardId)
                .sorted()
                .toList();
    }

    @Test
    void a_shard_is_told_its_ordinal_and_the_lowest_that_is_open() {
        lists("a", "");
        lists("b", "");
        assertThat(read("a")).isEqualTo(new ShardCursor(1, 1, List.of()));
        assertThat(read("b")).isEqualTo(new ShardCursor(2, 1, List.of()));
        assertThat(read("a")).isEqualTo(new ShardCursor(1, 1, List.of()));
    }

    @Test
    void reading_a_shard_closes_its_ancestors_and_leaves_everyone_else_open() {
        lists("grandparent", "trimmed");
        lists("parent", "grandparent");
        lists("child", "parent");
        lists("sibling", "parent");
        lists("stranger", "");
        read("grandparent");
        read("parent");
        read("stranger");
        assertThat(read("child")).isEqualTo(new ShardCursor(4, 2, List.of(1L)));
        assertThat(open())
                .as("a sibling that was never read is open from now on")
                .containsExactly("child", "sibling", "stranger");
        read("sibling");
        assertThat(open()).containsExactly("child", "sibling", "stranger");
    }

    @Test
    void a_batch_of_a_closed_shard_has_no_cursor() {
        lists("parent", "");
        lists("child", "parent");
        read("parent");
        read("child");
        assertThat(registry.position("parent", "arn")).isEmpty();
    }

    @Test
    void a_shard_that_the_stream_no_longer_lists_is_closed_by_the_next_that_is_new() {
        lists("old", "");
        read("old");
        listed.remove("old");
        lists("new", "");
        assertThat(read("new")).isEqualTo(new ShardCursor(2, 2, List.of(1L)));
        assertThat(open()).containsExactly("new");
    }

    /** What an invocation finds that went to sleep with the listing, and woke when a shard had come that is not in it. */
    @Test
    void a_shard_that_came_after_the_stream_was_asked_is_not_taken_for_one_that_is_gone() {
        ShardRegistry sleeper = new ShardRegistry(shards, arn -> {
            Map<String, Optional<String>> before = Map.copyOf(listed);
            read("parent");
            lists("child", "parent");
            read("child");
            return before;
        });
        lists("parent", "");
        assertThat(sleeper.position("parent", "arn")).isEmpty();
        assertThat(open()).containsExactly("child");
    }

    @Test
    void a_shard_that_came_and_went_after_the_stream_was_asked_is_not_rolled_up_before_its_time() {
        lists("parent", "");
        ShardRegistry sleeper = new ShardRegistry(shards, arn -> {
            Map<String, Optional<String>> before = Map.copyOf(listed);
            shards.register("other", Optional.empty());
            shards.close(Set.of("other"));
            return before;
        });
        assertThat(sleeper.position("parent", "arn")).isPresent();
        assertThat(shards.shards()).extracting(ShardRow::shardId).containsExactlyInAnyOrder("other", "parent");
    }

    @Test
    void nothing_is_closed_where_the_stream_does_not_list_the_shard_itself() {
        lists("a", "");
        read("a");
        listed.clear();
        read("unlisted");
        assertThat(open()).containsExactly("a", "unlisted");
    }

    @Test
    void ancestors_are_closed_by_a_retry_where_the_first_invocation_died_before_that() {
        lists("parent", "");
        read("parent");
        shards.register("child", Optional.empty());
        lists("child", "parent");
        registry.position("child", "arn");
        assertThat(open()).containsExactly("child");
    }

    @Test
    void the_lineage_is_asked_for_until_the_first_batch_is_complete() {
        lists("parent", "");
        lists("child", "");
        read("parent");
        read("child");
        lists("child", "parent");
        read("child");
        assertThat(open()).containsExactly("child", "parent");
    }

    @Test
    void the_newest_closed_ordinals_are_pruned_so_many_at_once() {
        int known = ShardCursor.PRUNED_AT_ONCE + 10;
        for (int shard = 0; shard < known; shard++) {
            lists("shard" + shard, shard == 0 ? "" : "shard" + (shard - 1));
            read("shard" + shard);
        }
        assertThat(read("shard" + (known - 1)))
                .isEqualTo(new ShardCursor(
                        known,
                        known,
                        LongStream.rangeClosed(1, ShardCursor.PRUNED_AT_ONCE)
                                .map(back -> known - back)
                                .boxed()
                                .toList()));
    }
}
