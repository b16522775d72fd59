package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.ShardRow.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every shard store must do. An adapter's test extends this and hands in an empty store. */
@NullMarked
public abstract class ShardStoreContract {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @SuppressWarnings("NullAway.Init")
    private ShardStore store;

    /** A store without shards, of this test alone. */
    protected abstract ShardStore empty() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        store = empty();
    }

    @Test
    void a_shard_gets_an_ordinal_above_all_before_it_and_keeps_it() {
        assertThat(store.shards()).isEmpty();
        ShardRow first = store.register("shard-b", Optional.empty());
        ShardRow second = store.register("shard-a", Optional.empty());
        assertThat(first).isEqualTo(ShardRow.opened("shard-b", first.ordinal(), Optional.empty()));
        assertThat(first.ordinal()).isPositive();
        assertThat(second.ordinal()).isGreaterThan(first.ordinal());
        assertThat(store.register("shard-b", Optional.empty())).isEqualTo(first);
        assertThat(store.shards()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void shards_that_register_at_once_get_ordinals_of_their_own() throws Exception {
        List<Callable<ShardRow>> racing = IntStream.range(0, 12)
                .<Callable<ShardRow>>mapToObj(i -> () -> store.register("shard-" + i / 2, Optional.empty()))
                .toList();
        List<ShardRow> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<ShardRow> answer : threads.invokeAll(racing)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers.stream().distinct()).hasSize(6).containsExactlyInAnyOrderElementsOf(store.shards());
        assertThat(answers.stream().map(ShardRow::ordinal).distinct()).hasSize(6);
    }

    @Test
    void a_shard_begins_with_what_its_parent_says() {
        assertThat(store.register("s", Optional.of(NOON)).recordedThrough()).contains(NOON);
        assertThat(only().recordedThrough()).contains(NOON);
        assertThat(store.register("s", Optional.empty()).recordedThrough()).contains(NOON);
    }

    @Test
    void a_batch_is_counted_only_where_its_shard_still_stands() {
        store.register("s", Optional.empty());
        assertThat(complete(Optional.empty(), 1, 100, NOON)).isTrue();
        assertThat(complete(Optional.empty(), 1, 100, NOON.plusSeconds(9))).isFalse();
        assertThat(complete(Optional.of(at(99)), 100, 101, NOON.plusSeconds(9))).isFalse();
        assertThat(only().appliedThrough()).contains(at(100));
        assertThat(only().recordedThrough()).contains(NOON);
        assertThat(only().recordCounts()).isEqualTo(RecordCounts.APPLIED);
        assertThat(complete(Optional.of(at(100)), 101, 1_000, NOON.plusNanos(1)))
                .isTrue();
        assertThat(only().appliedThrough()).contains(at(1_000));
        assertThat(only().recordedThrough()).contains(NOON.plusNanos(1));
        assertThat(only().recordCounts()).isEqualTo(RecordCounts.APPLIED.plus(RecordCounts.APPLIED));
        assertThat(only().window().first()).contains(at(1));
        assertThat(store.complete("unknown", Optional.empty(), batch(1, 1, Optional.empty(), RecordCounts.APPLIED)))
                .isFalse();
        assertThat(store.shards()).hasSize(1);
    }

    @Test
    void the_newest_recorded_event_stays_when_a_later_batch_brings_none() {
        store.register("s", Optional.empty());
        complete(Optional.empty(), 1, 1, NOON);
        assertThat(store.complete("s", Optional.of(at(1)), batch(2, 3, Optional.empty(), RecordCounts.VIOLATION)))
                .isTrue();
        assertThat(only().appliedThrough()).contains(at(3));
        assertThat(only().recordedThrough()).contains(NOON);
    }

    @Test
    void closing_marks_those_shards_and_keeps_what_is_known_of_them() {
        store.register("s", Optional.empty());
        long other = store.register("other", Optional.empty()).ordinal();
        complete(Optional.empty(), 7, 7, NOON);
        store.close(Set.of("s"));
        store.close(Set.of("s"));
        ShardRow closed = store.register("s", Optional.empty());
        assertThat(closed.closed()).isTrue();
        assertThat(closed.appliedThrough()).contains(at(7));
        assertThat(closed.recordedThrough()).contains(NOON);
        assertThat(store.shards()).contains(ShardRow.opened("other", other, Optional.empty()));
        assertThat(store.register("next", Optional.empty()).ordinal()).isGreaterThan(other);
    }

    @Test
    void a_checkpoint_counts_once_whatever_is_retried() {
        store.register("s", Optional.empty());
        complete(Optional.empty(), 1, 5, NOON);
        Checkpoint first = checkpoint(NOON, false, RecordCounts.APPLIED);
        store.checkpoint(first);
        store.checkpoint(checkpoint(NOON, false, RecordCounts.APPLIED.plus(RecordCounts.VIOLATION)));
        assertThat(store.checkpoints("s")).containsExactly(first);
        assertThat(only().window().recordCounts()).isEqualTo(RecordCounts.APPLIED);
        assertThat(only().window().endedTo()).contains(NOON);
        assertThat(only().window().first()).isEmpty();
        assertThat(only().recordCounts()).isEqualTo(RecordCounts.APPLIED);

        complete(Optional.of(at(5)), 6, 6, NOON);
        Checkpoint second = checkpoint(NOON.plusSeconds(60), false, RecordCounts.APPLIED);
        store.checkpoint(second);
        store.checkpoint(first);
        assertThat(store.checkpoints("s")).containsExactly(first, second);
        assertThat(only().window().recordCounts()).isEqualTo(only().recordCounts());
        assertThat(only().window().endedTo()).contains(NOON.plusSeconds(60));
        assertThat(store.checkpoints("t")).isEmpty();
    }

    @Test
    void a_window_that_ended_early_says_nothing_about_time() {
        store.register("s", Optional.empty());
        complete(Optional.empty(), 1, 5, NOON);
        store.checkpoint(checkpoint(NOON, true, RecordCounts.APPLIED));
        assertThat(only().window().endedTo()).isEmpty();
        assertThat(only().window().recordCounts()).isEqualTo(RecordCounts.APPLIED);
        store.checkpoint(checkpoint(NOON, false, RecordCounts.NONE));
        assertThat(only().window().endedTo()).contains(NOON);
        assertThat(store.checkpoints("s")).hasSize(2);
    }

    @Test
    void a_shard_that_is_over_leaves_its_books_and_nothing_else() {
        store.register("s", Optional.empty());
        store.register("t", Optional.empty());
        complete(Optional.empty(), 1, 5, NOON);
        store.checkpoint(checkpoint(NOON, false, RecordCounts.APPLIED));
        store.close(Set.of("s"));
        ShardRow over =
                store.shards().stream().filter(ShardRow::closed).findFirst().orElseThrow();
        RecordCounts before = store.recordCounts();
        store.rollUp(over);
        store.rollUp(over);
        assertThat(store.shards()).extracting(ShardRow::shardId).containsExactly("t");
        assertThat(store.checkpoints("s")).isEmpty();
        assertThat(store.rolledUp()).isEqualTo(new ShardReader.RolledUp(over.ordinal(), 1, RecordCounts.APPLIED));
        assertThat(store.recordCounts()).isEqualTo(before).isEqualTo(RecordCounts.APPLIED);
        assertThat(store.register("u", Optional.empty()).ordinal()).isGreaterThan(over.ordinal() + 1);
    }

    private static Checkpoint checkpoint(Instant end, boolean isEarly, RecordCounts recordCounts) {
        return new Checkpoint(
                "s",
                end.minusSeconds(60),
                end,
                isEarly,
                Optional.of(at(1)),
                Optional.of(at(5)),
                recordCounts,
                new Checkpoint.Seen(4, 3, 2, 1));
    }

    private boolean complete(Optional<SequenceNumber> from, int first, int last, Instant recordedThrough) {
        return store.complete("s", from, batch(first, last, Optional.of(recordedThrough), RecordCounts.APPLIED));
    }

    private static Batch batch(int first, int last, Optional<Instant> recordedThrough, RecordCounts recordCounts) {
        return new Batch(at(first), at(last), recordedThrough, recordCounts);
    }

    private ShardRow only() {
        assertThat(store.shards()).hasSize(1);
        return store.shards().getFirst();
    }

    private static SequenceNumber at(int number) {
        return SequenceNumber.of(String.valueOf(number));
    }
}
