package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.stores.Generation.Loaded;
import io.purchaseorders.stores.Generation.State;
import io.purchaseorders.stores.Generations.RefusedException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class GenerationsTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private static final Generations FIRST = Generations.first(UTC);
    private static final Generations BUILDING = FIRST.begin(UTC, NOW);
    private static final Generations FED = BUILDING.feed(2);
    private static final Generations COMPARED = FED.hold(2).compare(2, NOW).feed(2);
    private static final Generations PROMOTED = COMPARED.promote(2);

    private static void refused(Generations from, UnaryOperator<Generations> change, String... words) {
        assertThatThrownBy(() -> change.apply(from))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void a_new_system_has_one_generation_and_it_is_live() {
        assertThat(FIRST.liveOne().number()).isEqualTo(1);
        assertThat(FIRST.liveOne().state()).isEqualTo(State.FED);
        assertThat(FIRST.other()).isEmpty();
    }

    @Test
    void a_pointer_moves_only_to_what_was_compared() {
        refused(BUILDING, now -> now.promote(2), "being built");
        refused(FED, now -> now.promote(2), "not compared");
        refused(FED.hold(2), now -> now.promote(2), "held");
        assertThat(PROMOTED.live()).isEqualTo(2);
    }

    @Test
    void the_live_one_is_held_while_another_is_made_live_and_is_none_to_be_promoted_until_it_is_fed() {
        Generations held = PROMOTED.hold(2);
        assertThat(held.live()).isEqualTo(2);
        Generations back = held.promote(1);
        refused(back, now -> now.promote(2), "held");
        assertThat(back.feed(2).promote(2).live()).isEqualTo(2);
    }

    @Test
    void going_back_is_the_same_write_and_needs_no_comparison() {
        assertThat(PROMOTED.promote(1).live()).isEqualTo(1);
        assertThat(PROMOTED.promote(1).promote(2).live()).isEqualTo(2);
    }

    @Test
    void what_was_not_loaded_is_neither_held_nor_compared() {
        refused(BUILDING, now -> now.hold(2), "being built");
        refused(BUILDING, now -> now.compare(2, NOW), "must be fed");
        refused(FED, now -> now.load(2, new Loaded(1, 1)), "must be being built");
    }

    @Test
    void two_are_kept_at_once_and_no_number_is_given_twice() {
        refused(BUILDING, now -> now.begin(UTC, NOW), "./orders retire 2");
        refused(PROMOTED, now -> now.begin(UTC, NOW), "./orders retire 1");
        Generations discarded = BUILDING.retire(2).begin(UTC, NOW);
        assertThat(discarded.all().getLast().number()).isEqualTo(3);
    }

    @Test
    void the_live_one_is_not_retired_and_a_retired_one_never_comes_back() {
        refused(PROMOTED, now -> now.retire(2), "live");
        Generations retired = PROMOTED.retire(1);
        refused(retired, now -> now.promote(1), "retired");
        refused(retired, now -> now.feed(1), "retired");
        refused(retired, now -> now.retire(7), "./orders generations");
        assertThat(retired.find(1).orElseThrow().isReadable()).isFalse();
    }

    @Test
    void the_register_is_bounded_and_forgets_the_oldest_that_are_retired() {
        Generations many = FIRST;
        for (int i = 0; i < 3 * Generations.RETIRED_KEPT; i++) {
            many = many.begin(UTC, NOW);
            many = many.retire(many.all().getLast().number());
        }
        assertThat(many.all()).hasSize(Generations.RETIRED_KEPT + 1);
        assertThat(many.liveOne().number()).isEqualTo(1);
        assertThat(many.begin(UTC, NOW).all().getLast().number()).isEqualTo(3 * Generations.RETIRED_KEPT + 2);
    }

    @Test
    void every_change_has_a_version_of_its_own() {
        assertThat(BUILDING.version()).isEqualTo(FIRST.version() + 1);
        assertThat(FED.version()).isEqualTo(FIRST.version() + 2);
    }
}
