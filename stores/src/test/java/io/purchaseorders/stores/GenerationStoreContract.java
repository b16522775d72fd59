package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every register of generations must do. An adapter's test extends this and hands in an empty one. */
@NullMarked
public abstract class GenerationStoreContract {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00.123456789Z");

    @SuppressWarnings("NullAway.Init")
    private GenerationStore store;

    /** A store without content, of this test alone. */
    protected abstract GenerationStore empty();

    @BeforeEach
    void begin() {
        store = empty();
    }

    @Test
    void the_first_register_is_written_once() {
        assertThat(store.read()).isEmpty();
        Generations first = Generations.first(BERLIN);
        assertThat(store.create(first)).isEqualTo(first);
        assertThat(store.create(Generations.first(ZoneId.of("UTC")))).isEqualTo(first);
        assertThat(store.read()).contains(first);
    }

    @Test
    void a_register_that_changed_in_between_is_not_replaced() {
        Generations first = store.create(Generations.first(BERLIN));
        Generations mine = first.begin(ZoneId.of("UTC"), MORNING);
        Generations theirs = first.begin(BERLIN, MORNING);
        assertThat(store.replace(first, theirs)).isTrue();
        assertThat(store.replace(first, mine)).isFalse();
        assertThat(store.read()).contains(theirs);
    }

    @Test
    void everything_that_it_says_of_a_generation_is_read_as_it_was_written() {
        store.create(Generations.first(BERLIN));
        Generations written =
                store.change(now -> now.begin(ZoneId.of("UTC"), MORNING).load(2, new Generation.Loaded(1, 3)));
        assertThat(store.read()).contains(written);
        written = store.change(now -> now.feed(2).consumed(2, true).hold(2).compare(2, MORNING.plusSeconds(1)));
        assertThat(store.read()).contains(written);
        written = store.change(now -> now.feed(2).promote(2).retire(1));
        assertThat(store.read()).contains(written);
        assertThat(written.live()).isEqualTo(2);
        written = store.change(
                now -> now.begin(BERLIN, MORNING).feed(3).compare(3, MORNING).promote(3, MORNING.plusMillis(1)));
        assertThat(store.read()).contains(written);
    }

    @Test
    void a_change_that_another_one_overtakes_is_made_again_from_what_is_there_then() {
        store.create(Generations.first(BERLIN));
        boolean[] overtaken = {false};
        Generations changed = store.change(now -> {
            if (!overtaken[0]) {
                overtaken[0] = true;
                assertThat(store.replace(now, now.consumed(1, true))).isTrue();
            }
            return now.begin(BERLIN, MORNING);
        });
        assertThat(changed.find(1).orElseThrow().isConsumed()).isTrue();
        assertThat(changed.find(2)).isPresent();
        assertThat(store.read()).contains(changed);
    }
}
