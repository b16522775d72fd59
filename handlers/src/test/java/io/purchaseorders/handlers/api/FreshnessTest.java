package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.NotedEvent;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.ShardRow;
import io.purchaseorders.stores.memory.InMemoryProjections;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What answers claim of how fresh they are, over two shards: the orders of one are applied, those of the other held up. */
class FreshnessTest {

    private static final Instant NOON = ApiFixture.NOW;

    private final ApiFixture fixture = new ApiFixture();
    private ApiStores stores = over(fixture.totals);
    private PendingEvents pending = new PendingEvents(stores);

    private ApiStores over(InMemoryProjections totals) {
        return new ApiStores(
                fixture.events,
                totals,
                totals,
                fixture.rejections,
                fixture.quarantine,
                fixture.duplicates,
                fixture.notes);
    }

    private Freshness at(Instant now) {
        return Freshness.of(new Progress(stores.shards().shards(), pending.oldest(now)), now);
    }

    private static RecordedEvent event(String orderId, Instant recordedAt) {
        return Samples.recorded(
                new OrderConfirmed(new Header("e", orderId, NOON.minus(Duration.ofDays(30)))), recordedAt);
    }

    private static EventRef ref(RecordedEvent event) {
        return new EventRef(event.event().orderId(), event.event().key().timestamp());
    }

    private void note(RecordedEvent event) {
        fixture.notes.note(0, new NotedEvent(ref(event), event.recordedAt()));
    }

    /** Notes and stores an order's only event. */
    private RecordedEvent store(String orderId, Instant recordedAt) {
        RecordedEvent event = event(orderId, recordedAt);
        note(event);
        fixture.events.append(event);
        return event;
    }

    private void apply(String shard, RecordedEvent event) {
        fixture.totals.putOrder(OrderRow.of(event.event().orderId(), List.of(event)), 0);
        Optional<SequenceNumber> from =
                fixture.totals.register(shard, Optional.empty()).appliedThrough();
        SequenceNumber next = SequenceNumber.of(from.map(last -> String.valueOf(Long.parseLong(last.digits()) + 1))
                .orElse("1"));
        fixture.totals.complete(
                shard, from, new ShardRow.Batch(next, next, Optional.of(event.recordedAt()), RecordCounts.APPLIED));
    }

    @Test
    void an_idle_system_has_no_lag_however_long_ago_the_last_event_came() {
        apply("a", store("o1", NOON));
        assertThat(at(NOON.plusMillis(1))).isEqualTo(new Freshness(Optional.of(NOON.minusSeconds(5)), 0));
        Instant nextYear = NOON.plus(Duration.ofDays(365));
        assertThat(at(nextYear)).isEqualTo(new Freshness(Optional.of(NOON.minusSeconds(5)), 0));
        pending = new PendingEvents(stores);
        assertThat(at(nextYear).lagMillis()).as("also after a start").isZero();
    }

    @Test
    void a_shard_that_is_held_up_shows_as_a_growing_lag_while_another_goes_on() {
        apply("a", store("a-0", NOON));
        apply("b", store("b-0", NOON));
        store("b-1", NOON.plusSeconds(1));
        for (int second = 2; second < 7_200; second = second * 3 / 2) {
            Instant recordedAt = NOON.plusSeconds(second);
            apply("a", store("a-" + second, recordedAt));
            store("b-" + second, recordedAt);
            assertThat(at(recordedAt.plusMillis(500)))
                    .isEqualTo(new Freshness(Optional.of(NOON.minusSeconds(5)), 1_000L * second - 500));
        }
    }

    /** The API may have started after the shard was held up: then it knows what the notes still tell. */
    @Test
    void a_lag_is_known_to_whoever_starts_later_at_least_in_its_order() {
        for (int second = 0; second < 3_600; second++) {
            store("b-" + second, NOON.plusSeconds(second));
        }
        pending = new PendingEvents(stores);
        assertThat(at(NOON.plusSeconds(3_600)).lagMillis()).isBetween(3_600_000L / 64, 3_600_000L);
    }

    @Test
    void an_event_that_was_never_stored_or_is_quarantined_is_not_waited_for() {
        apply("a", store("o1", NOON));
        note(event("never", NOON.plusSeconds(1)));
        assertThat(at(NOON.plusSeconds(2)).lagMillis()).isZero();
        assertThat(at(NOON.plusSeconds(60)).lagMillis()).isZero();
        RecordedEvent poison = store("poison", NOON.plusSeconds(61));
        assertThat(at(NOON.plusSeconds(63)).lagMillis()).isEqualTo(2_000);
        fixture.quarantine.quarantine(
                new QuarantinedEvent(ref(poison), "cannot be folded", "a", SequenceNumber.of("7"), "{}"));
        assertThat(at(NOON.plusSeconds(64)).lagMillis()).isZero();
    }

    @Test
    void an_event_that_is_stored_soon_after_it_was_noted_is_waited_for_from_then_on() {
        RecordedEvent slow = event("slow", NOON);
        note(slow);
        assertThat(at(NOON.plusSeconds(3)).lagMillis()).isZero();
        fixture.events.append(slow);
        assertThat(at(NOON.plusSeconds(4)).lagMillis()).isEqualTo(4_000);
        apply("a", slow);
        assertThat(at(NOON.plusSeconds(5)).lagMillis()).isZero();
    }

    /** A shard's row in a new table says only that newer events are applied. */
    @Test
    void a_table_that_is_newer_than_its_events_is_not_fresh() {
        apply("a", store("o1", NOON));
        InMemoryProjections anew = new InMemoryProjections();
        stores = over(anew);
        pending = new PendingEvents(stores);
        RecordedEvent later = event("o2", NOON.plusSeconds(60));
        fixture.events.append(later);
        anew.putOrder(OrderRow.of("o2", List.of(later)), 0);
        anew.register("a", Optional.empty());
        anew.complete(
                "a",
                Optional.empty(),
                new ShardRow.Batch(
                        SequenceNumber.of("9"),
                        SequenceNumber.of("9"),
                        Optional.of(later.recordedAt()),
                        RecordCounts.APPLIED));
        assertThat(at(NOON.plusSeconds(90))).isEqualTo(new Freshness(Optional.empty(), 90_000));
    }
}
