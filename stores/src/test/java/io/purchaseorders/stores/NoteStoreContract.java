package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of notes must do. An adapter's test extends this and hands in an empty store. */
@NullMarked
public abstract class NoteStoreContract {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @SuppressWarnings("NullAway.Init")
    private NoteStore store;

    /** A store without notes, of this test alone. */
    protected abstract NoteStore empty();

    @BeforeEach
    void begin() {
        store = empty();
    }

    private static NotedEvent noted(String orderId, Instant at) {
        return new NotedEvent(new EventRef(orderId, "2026-11-23T10:00:00.000000000Z#e:1"), at);
    }

    @Test
    void what_was_noted_is_told_of_every_slot() {
        assertThat(store.notes()).isEmpty();
        store.note(0, noted("a", NOON));
        store.note(NoteWriter.SLOTS - 1, noted("b", NOON.plusSeconds(1)));
        assertThat(store.notes()).containsExactlyInAnyOrder(noted("a", NOON), noted("b", NOON.plusSeconds(1)));
    }

    @Test
    void the_newest_is_kept_for_ever_and_an_old_one_for_a_day() {
        store.note(0, noted("a", NOON));
        store.note(0, noted("b", NOON.plusSeconds(3600)));
        store.note(0, noted("c", NOON.plus(Duration.ofDays(1)).plusSeconds(60)));
        assertThat(store.notes()).extracting(note -> note.event().orderId()).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void of_whatever_age_an_event_is_one_of_a_like_age_is_kept() {
        Random random = new Random(18);
        List<NotedEvent> all = new ArrayList<>();
        Instant now = NOON;
        for (int i = 0; i < 400; i++) {
            now = now.plusMillis(1L << random.nextInt(14));
            NotedEvent event = noted("o" + i, now);
            all.add(event);
            store.note(2, event);
        }
        List<NotedEvent> kept = store.notes();
        Instant end = now;
        assertThat(kept).hasSizeLessThan(16).contains(all.getLast());
        for (NotedEvent event : all) {
            Duration age = Duration.between(event.at(), end);
            assertThat(kept.stream()
                            .filter(note -> !note.at().isBefore(event.at()))
                            .map(note -> Duration.between(note.at(), end))
                            .max(Comparator.naturalOrder()))
                    .hasValueSatisfying(
                            found -> assertThat(found.toMillis()).isGreaterThanOrEqualTo(age.toMillis() / 16 - 100));
        }
    }
}
