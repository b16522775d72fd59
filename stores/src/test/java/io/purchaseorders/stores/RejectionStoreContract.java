package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.Fault;
import io.purchaseorders.stores.Rejection.Digests;
import io.purchaseorders.stores.Rejection.Outcome;
import io.purchaseorders.stores.RejectionReader.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every rejection store must do. An adapter's test extends this and hands in an empty store. */
@NullMarked
public abstract class RejectionStoreContract {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @SuppressWarnings("NullAway.Init")
    private RejectionStore store;

    /** A store without rejections, of this test alone. */
    protected abstract RejectionStore empty() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        store = empty();
    }

    @Test
    void a_rejection_is_read_as_it_was_handed_in() {
        Rejection conflict = new Rejection(
                "r1",
                NOON.plusNanos(123_456_789),
                Outcome.CONFLICT,
                "OrderPlaced",
                "shop",
                Optional.of("e"),
                Optional.of("o"),
                List.of(new Fault("/eventId", "taken"), new Fault("", "\u00fc")),
                Optional.of(new Digests("a", "b")),
                "{\"eventId\": \"e\", \"x\": 12.50}");
        Rejection unread = new Rejection(
                "r2",
                NOON,
                Outcome.REJECTED,
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                "");
        store.add(conflict);
        store.add(unread);
        assertThat(all()).containsExactly(conflict, unread);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3_000, 5_000, 100_000, 390_000, 420_000, 1_048_576})
    void a_rejection_is_kept_whole_however_large_and_incompressible_it_is(int characters) {
        StringBuilder text = new StringBuilder();
        Random random = new Random(characters);
        while (text.length() < characters) {
            text.append((char) (' ' + random.nextInt(0x7f - ' ')));
        }
        Rejection large = new Rejection(
                "0123",
                NOON,
                Outcome.REJECTED,
                "t".repeat(characters / 4),
                text.toString(),
                Optional.of("e"),
                Optional.of("o"),
                List.of(new Fault("/x", text.toString())),
                Optional.empty(),
                text.toString());
        store.add(large);
        store.add(large);
        assertThat(all()).containsExactly(large);
        assertThat(store.of("o", "e", 1)).containsExactly(large);
    }

    @Test
    void many_of_one_moment_are_listed_once_each_in_one_order_whatever_the_digits_of_their_ids() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String id = Integer.toHexString(Integer.reverse(i) >>> 20);
            ids.add(id);
            store.add(rejection(id, NOON.plusSeconds(i % 3)));
        }
        List<Rejection> all = all();
        assertThat(all).extracting(Rejection::rejectionId).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(all)
                .isSortedAccordingTo(Comparator.comparing(Rejection::recordedAt)
                        .thenComparing(Rejection::rejectionId)
                        .reversed());
    }

    @Test
    void a_rejection_that_comes_again_changes_nothing() {
        store.add(rejection("r", NOON));
        store.add(rejection("r", NOON));
        store.add(rejection("r", NOON.plusSeconds(60)));
        assertThat(all()).containsExactly(rejection("r", NOON));
    }

    @Test
    void the_newest_come_first_over_months_and_years() {
        List<Instant> times = List.of(
                Instant.parse("2025-12-31T23:59:59.999999999Z"),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-10-31T23:00:00Z"),
                Instant.parse("2026-11-01T00:00:00Z"),
                NOON);
        for (int i = 0; i < times.size(); i++) {
            store.add(rejection("r" + i, times.get(i)));
        }
        assertThat(all().stream().map(Rejection::rejectionId)).containsExactly("r4", "r3", "r2", "r1", "r0");
    }

    @Test
    void no_number_of_later_rejections_under_an_id_hides_that_there_was_a_conflict() {
        store.add(of("conflict", Outcome.CONFLICT, 0));
        for (int second = 1; second < 5; second++) {
            store.add(of("r" + second, Outcome.REJECTED, second));
        }
        store.add(new Rejection(
                "other",
                NOON,
                Outcome.CONFLICT,
                "T",
                "shop",
                Optional.of("e2"),
                Optional.of("o"),
                List.of(),
                Optional.empty(),
                "{}"));
        assertThat(store.of("o", "e", 3)).extracting(Rejection::rejectionId).containsExactly("r4", "r3", "conflict");
        assertThat(store.of("o", "e", 9))
                .extracting(Rejection::rejectionId)
                .containsExactly("r4", "r3", "r2", "r1", "conflict");
    }

    private static Rejection of(String id, Outcome outcome, int second) {
        return new Rejection(
                id,
                NOON.plusSeconds(second),
                outcome,
                "T",
                "shop",
                Optional.of("e"),
                Optional.of("o"),
                List.of(),
                Optional.empty(),
                "{}");
    }

    @Test
    void they_are_bounded_by_recorded_at_inclusively() {
        for (int second = 0; second < 5; second++) {
            store.add(rejection("r" + second, NOON.plusSeconds(second)));
        }
        Optional<Instant> from = Optional.of(NOON.plusSeconds(1));
        Optional<Instant> to = Optional.of(NOON.plusSeconds(3));
        assertThat(ids(from, to, Optional.empty())).containsExactly("r3", "r2", "r1");
        assertThat(ids(from, Optional.empty(), Optional.empty())).containsExactly("r4", "r3", "r2", "r1");
        assertThat(ids(Optional.empty(), to, Optional.empty())).containsExactly("r3", "r2", "r1", "r0");
        assertThat(ids(from, to, Optional.of(new Position(NOON.plusSeconds(2), "r2"))))
                .containsExactly("r1");
    }

    @Test
    void going_on_behind_each_meets_every_one_once_even_where_they_tie() {
        for (int i = 0; i < 6; i++) {
            store.add(rejection("r" + i, NOON.plusSeconds(i / 3)));
        }
        List<Rejection> met = new ArrayList<>();
        Optional<Position> after = Optional.empty();
        do {
            Optional<Rejection> next = read(Optional.of(NOON), Optional.of(NOON.plusSeconds(9)), after).stream()
                    .findFirst();
            next.ifPresent(met::add);
            after = next.map(rejection -> new Position(rejection.recordedAt(), rejection.rejectionId()));
        } while (after.isPresent() && met.size() < 10);
        assertThat(met)
                .hasSize(6)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.comparing(Rejection::recordedAt).reversed());
    }

    @Test
    void those_of_one_event_are_found_newest_first_and_once_each() {
        for (int second = 0; second < 4; second++) {
            store.add(rejection("r" + second, NOON.plusSeconds(second), "o", "e"));
            store.add(rejection("r" + second, NOON.plusSeconds(second + 60), "o", "e"));
        }
        store.add(rejection("another event", NOON, "o", "f"));
        store.add(rejection("another order", NOON, "p", "e"));
        assertThat(store.of("o", "e", 10).stream().map(Rejection::rejectionId)).containsExactly("r3", "r2", "r1", "r0");
        assertThat(store.of("o", "e", 2).stream().map(Rejection::rejectionId)).containsExactly("r3", "r2");
        assertThat(store.of("o", "f", 2)).containsExactly(rejection("another event", NOON, "o", "f"));
        assertThat(store.of("p", "f", 2)).isEmpty();
    }

    @Test
    void ids_that_nobody_can_ask_for_are_kept_all_the_same() {
        store.add(rejection("r", NOON, "o".repeat(3_000), "e#"));
        assertThat(all()).hasSize(1);
    }

    private static Rejection rejection(String id, Instant recordedAt, String orderId, String eventId) {
        Rejection some = rejection(id, recordedAt);
        return new Rejection(
                id,
                recordedAt,
                some.outcome(),
                some.type(),
                some.source(),
                Optional.of(eventId),
                Optional.of(orderId),
                some.reasons(),
                some.digests(),
                some.detail());
    }

    private List<Rejection> all() {
        return read(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private List<String> ids(Optional<Instant> from, Optional<Instant> to, Optional<Position> after) {
        return read(from, to, after).stream().map(Rejection::rejectionId).toList();
    }

    private List<Rejection> read(Optional<Instant> from, Optional<Instant> to, Optional<Position> after) {
        try (Stream<Rejection> found = store.newestFirst(from, to, after)) {
            return found.toList();
        }
    }

    private static Rejection rejection(String id, Instant recordedAt) {
        return new Rejection(
                id,
                recordedAt,
                Outcome.REJECTED,
                "OrderPlaced",
                "shop",
                Optional.empty(),
                Optional.empty(),
                List.of(new Fault("/eventId", "is required")),
                Optional.empty(),
                "{}");
    }
}
