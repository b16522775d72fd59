package io.purchaseorders.handlers.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.handlers.store.ShardStore.ShardRow;
import io.purchaseorders.projections.SequenceNumber;
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
        ShardRow first = store.register("shard-b");
        ShardRow second = store.register("shard-a");
        assertThat(first)
                .isEqualTo(new ShardRow("shard-b", first.ordinal(), false, Optional.empty(), Optional.empty()));
        assertThat(first.ordinal()).isPositive();
        assertThat(second.ordinal()).isGreaterThan(first.ordinal());
        assertThat(store.register("shard-b")).isEqualTo(first);
        assertThat(store.shards()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void shards_that_register_at_once_get_ordinals_of_their_own() throws Exception {
        List<Callable<ShardRow>> racing = IntStream.range(0, 12)
                .<Callable<ShardRow>>mapToObj(i -> () -> store.register("shard-" + i / 2))
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
    void a_completed_batch_is_remembered_and_an_older_one_changes_nothing() {
        store.register("s");
        store.complete("s", at(100), Optional.of(NOON));
        store.complete("s", at(99), Optional.of(NOON.plusSeconds(9)));
        store.complete("s", at(100), Optional.of(NOON.plusSeconds(9)));
        assertThat(only().completeTo()).contains(at(100));
        assertThat(only().recordedTo()).contains(NOON);
        store.complete("s", at(1_000), Optional.of(NOON.plusNanos(1)));
        assertThat(only().completeTo()).contains(at(1_000));
        assertThat(only().recordedTo()).contains(NOON.plusNanos(1));
    }

    @Test
    void the_newest_recorded_event_stays_when_a_later_batch_brings_none_or_older_ones() {
        store.register("s");
        store.complete("s", at(1), Optional.empty());
        assertThat(only().recordedTo()).isEmpty();
        store.complete("s", at(2), Optional.of(NOON));
        store.complete("s", at(3), Optional.empty());
        store.complete("s", at(4), Optional.of(NOON.minusSeconds(1)));
        assertThat(only().completeTo()).contains(at(4));
        assertThat(only().recordedTo()).contains(NOON);
    }

    @Test
    void closing_marks_those_shards_and_keeps_what_is_known_of_them() {
        store.register("s");
        long other = store.register("other").ordinal();
        store.complete("s", at(7), Optional.of(NOON));
        store.close(Set.of("s"));
        store.close(Set.of("s"));
        ShardRow closed = store.register("s");
        assertThat(closed).isEqualTo(new ShardRow("s", closed.ordinal(), true, Optional.of(at(7)), Optional.of(NOON)));
        assertThat(store.shards()).contains(new ShardRow("other", other, false, Optional.empty(), Optional.empty()));
        assertThat(store.register("next").ordinal()).isGreaterThan(other);
    }

    private ShardRow only() {
        assertThat(store.shards()).hasSize(1);
        return store.shards().getFirst();
    }

    private static SequenceNumber at(int number) {
        return SequenceNumber.of(String.valueOf(number));
    }
}
