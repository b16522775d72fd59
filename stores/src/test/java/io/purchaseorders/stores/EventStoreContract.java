package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderCancelled;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.stores.EventReader.Placement;
import io.purchaseorders.stores.EventWriter.Appended;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every event store must do. An adapter's test extends this and hands in an empty store. */
@NullMarked
public abstract class EventStoreContract {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant RECORDED = Instant.parse("2026-11-23T18:00:00.123456789Z");

    @SuppressWarnings("NullAway.Init")
    private EventStore store;

    /** A store without events, of this test alone. */
    protected abstract EventStore empty() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        store = empty();
    }

    @Test
    void an_appended_event_is_read_as_it_was_handed_in() {
        RecordedEvent event = new RecordedEvent(
                new OrderCancelled(header("o", "e", NOON.plusNanos(7)), Optional.of("why")),
                "shop.checkout",
                RECORDED,
                "{ \"eventId\":\"e\",\"orderId\":\"o\",\"occurredAt\":\"2026-11-23T13:00:00.000000007+01:00\","
                        + "\"reason\":\"why\",\"unknown\":[12.50,null,\"\u00fc \\u2028\"]}");
        assertThat(store.append(event)).isEqualTo(new Appended.Stored());
        assertThat(store.history("o")).containsExactly(event);
    }

    @Test
    void an_unknown_order_has_no_events() {
        store.append(placed("o", "e", NOON, "c"));
        assertThat(store.history("O")).isEmpty();
        assertThat(store.history("o1")).isEmpty();
    }

    @Test
    void a_taken_key_is_never_overwritten_and_answers_what_it_holds() {
        RecordedEvent first = placed("o", "e", NOON, "c");
        RecordedEvent second = placed("o", "e", NOON, "another");
        store.append(first);
        assertThat(store.append(second)).isEqualTo(new Appended.Present(first));
        assertThat(store.append(first)).isEqualTo(new Appended.Present(first));
        assertThat(store.history("o")).containsExactly(first);
    }

    @Test
    void of_racing_appends_to_one_key_exactly_one_is_stored() throws Exception {
        List<Callable<Appended>> racing = IntStream.range(0, 8)
                .<Callable<Appended>>mapToObj(i -> () -> store.append(placed("o", "e", NOON, "c-" + i)))
                .toList();
        List<Appended> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Appended> answer : threads.invokeAll(racing)) {
                answers.add(answer.get());
            }
        }
        RecordedEvent stored = store.history("o").getFirst();
        assertThat(answers).containsOnlyOnce(new Appended.Stored());
        assertThat(answers.stream().filter(Appended.Present.class::isInstance))
                .hasSize(7)
                .containsOnly(new Appended.Present(stored));
    }

    @Test
    void a_history_is_in_the_order_of_its_keys_and_of_one_order_only() {
        List<RecordedEvent> events = List.of(
                confirmed("o", "b", NOON.plusNanos(1)),
                confirmed("o", "a", NOON.plusSeconds(1)),
                confirmed("o", "b", NOON),
                confirmed("o", "B", NOON),
                confirmed("o2", "a", NOON));
        events.forEach(store::append);
        assertThat(store.history("o")).containsExactly(events.get(3), events.get(2), events.get(0), events.get(1));
    }

    @Test
    void a_long_history_is_read_whole() {
        String filler = "x".repeat(30_000);
        List<RecordedEvent> events = IntStream.range(0, 50)
                .mapToObj(i -> new OrderCancelled(header("o", "e" + i, NOON.plusSeconds(i)), Optional.of(filler)))
                .map(event -> Samples.recorded(event, RECORDED))
                .toList();
        events.forEach(store::append);
        assertThat(store.history("o")).isEqualTo(events);
    }

    @Test
    void everything_that_was_appended_is_among_all() {
        List<RecordedEvent> events = new RandomHistories(1).recorded(6, 8);
        events.forEach(store::append);
        try (Stream<RecordedEvent> all = store.all()) {
            assertThat(all).containsExactlyInAnyOrderElementsOf(events);
        }
    }

    @Test
    void placements_are_those_that_name_the_customer_newest_first() {
        store.append(placed("o1", "e", NOON, "c"));
        store.append(placed("o2", "e", NOON.plusSeconds(2), "c"));
        store.append(placed("o3", "e", NOON.plusNanos(1), "c"));
        store.append(placed("o4", "e", NOON, "C"));
        store.append(confirmed("o1", "f", NOON.plusSeconds(3)));
        assertThat(placements(Optional.empty(), Optional.empty(), Optional.empty()))
                .containsExactly(
                        placement("o2", NOON.plusSeconds(2)),
                        placement("o3", NOON.plusNanos(1)),
                        placement("o1", NOON));
    }

    @Test
    void placements_are_bounded_by_business_time_inclusively() {
        for (int second = 0; second < 5; second++) {
            store.append(placed("o" + second, "e", NOON.plusSeconds(second), "c"));
        }
        store.append(placed("o5", "e", NOON.plusSeconds(3).plusNanos(1), "c"));
        Optional<Instant> from = Optional.of(NOON.plusSeconds(1));
        Optional<Instant> to = Optional.of(NOON.plusSeconds(3));
        assertThat(placements(from, to, Optional.empty()).stream().map(Placement::orderId))
                .containsExactly("o3", "o2", "o1");
        assertThat(placements(from, Optional.empty(), Optional.empty())).hasSize(5);
        assertThat(placements(Optional.empty(), to, Optional.empty())).hasSize(4);
        assertThat(placements(from, to, Optional.of(placement("o2", NOON.plusSeconds(2)))))
                .containsExactly(placement("o1", NOON.plusSeconds(1)));
    }

    @Test
    void going_on_behind_each_placement_meets_every_one_once_even_where_they_tie() {
        for (int i = 0; i < 6; i++) {
            store.append(placed("o" + i, "e", NOON.plusSeconds(i / 3), "c"));
        }
        List<Placement> met = new ArrayList<>();
        Optional<Placement> after = Optional.empty();
        do {
            after = placements(Optional.of(NOON), Optional.of(NOON.plusSeconds(9)), after).stream()
                    .findFirst();
            after.ifPresent(met::add);
        } while (after.isPresent() && met.size() < 10);
        assertThat(met)
                .hasSize(6)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(
                        Comparator.<Placement, Instant>comparing(p -> p.key().occurredAt())
                                .reversed());
    }

    private List<Placement> placements(Optional<Instant> from, Optional<Instant> to, Optional<Placement> after) {
        try (Stream<Placement> found = store.placements("c", from, to, after)) {
            return found.toList();
        }
    }

    private static Placement placement(String orderId, Instant at) {
        return new Placement(orderId, new EventKey(at, "e"));
    }

    private static RecordedEvent placed(String orderId, String eventId, Instant at, String customerId) {
        OrderEvent event = new OrderPlaced(
                header(orderId, eventId, at), customerId, "EUR", Samples.content(Samples.line("sku", "1", "2.5")));
        return Samples.recorded(event, RECORDED);
    }

    private static RecordedEvent confirmed(String orderId, String eventId, Instant at) {
        return Samples.recorded(new OrderConfirmed(header(orderId, eventId, at)), RECORDED);
    }

    private static Header header(String orderId, String eventId, Instant at) {
        return new Header(eventId, orderId, at);
    }
}
