package io.purchaseorders.projections.totals;

import static io.purchaseorders.projections.OneOrder.confirmed;
import static io.purchaseorders.projections.OneOrder.placed;
import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.projections.OneOrder;
import io.purchaseorders.projections.order.OrderFold;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Sums over projections, and the measures that they are made of. */
class ProjectionsTest {

    private static final RowKey A = new RowKey("CUSTOMER#a", "H#2026-11-23T08");
    private static final RowKey B = new RowKey("CUSTOMER#b", "H#2026-11-23T08");

    private static Measures measures(String name, String value) {
        return Measures.of(Map.of(name, new BigDecimal(value)));
    }

    @Test
    void a_key_of_totals_is_all_or_a_customer_or_a_product() {
        assertThat(List.of("ALL", "CUSTOMER#c", "PRODUCT#p")).allMatch(Projections::isKey);
        assertThat(List.of("ORDER#o", "SHARDS", "REJECTIONS", "QUARANTINE", "ALLES", "CUSTOMER", "PRODUCTS"))
                .noneMatch(Projections::isKey);
    }

    @Test
    void a_key_that_can_exist_ends_in_a_name() {
        assertThat(List.of("ALL", "CUSTOMER#c", "PRODUCT#a/b")).allMatch(Projections::isWellFormed);
        assertThat(List.of("", "ALL#", "CUSTOMER#", "CUSTOMER#a#b", "PRODUCT#" + "p".repeat(65), "ORDER#o"))
                .noneMatch(Projections::isWellFormed);
        assertThat(Projections.keyNotations())
                .startsWith("ALL, CUSTOMER#{customerId}")
                .contains("PRODUCT#{sku}");
    }

    @Test
    void a_projection_stores_hours_of_which_periods_of_any_length_are_sums() {
        for (Projection projection : Projections.ALL) {
            assertThat(projection.granularities())
                    .as(
                            "%s: days and weeks are summed from hours, and check compares these; name Granularity.HOUR first",
                            projection.keys().notation())
                    .startsWith(Granularity.HOUR);
        }
    }

    @Test
    void a_projection_owns_its_keys_and_keeps_only_measures_of_its_level() {
        for (Projection projection : Projections.ALL) {
            assertThat(Projections.owning(projection.keys().key("x"))).contains(projection);
        }
        for (long seed = 0; seed < 50; seed++) {
            Projections.fromScratch(new RandomHistories(seed).recorded(3, 7), ZoneOffset.UTC)
                    .totals()
                    .forEach((row, measures) -> {
                        Measure.Level level = Projections.owning(row.aggregationKey())
                                .orElseThrow()
                                .level();
                        for (int place = 0; place < measures.size(); place++) {
                            assertThat(MeasureId.measure(measures.idAt(place)))
                                    .matches(measure -> measure.isKeptBy(level), "is kept by " + level);
                        }
                    });
        }
    }

    @Test
    void what_each_projection_holds_adds_up_to_what_is_held_over_everything() {
        for (long seed = 0; seed < 200; seed++) {
            Map<RowKey, Measures> totals = Projections.fromScratch(
                            new RandomHistories(seed).recorded(4, 7), ZoneOffset.UTC)
                    .totals();
            for (Projection projection : Projections.ALL) {
                for (Granularity granularity : projection.granularities()) {
                    assertThat(sum(totals, projection.keys()::owns, granularity).summedOver(projection.level()))
                            .as("seed %d, %s by %s", seed, projection.keys().notation(), granularity)
                            .isEqualTo(sum(totals, Overall.KEY::equals, granularity)
                                    .summedOver(projection.level()));
                }
            }
        }
    }

    @Test
    void every_stored_period_is_the_sum_of_the_shorter_ones_within_it() {
        for (long seed = 0; seed < 200; seed++) {
            Map<RowKey, Measures> totals = Projections.fromScratch(
                            new RandomHistories(seed).recorded(4, 7), ZoneId.of("Antarctica/Troll"))
                    .totals();
            Map<RowKey, Measures> summed = new HashMap<>();
            totals.forEach((row, measures) -> {
                LocalDateTime start = Granularity.HOUR.start(row.notation()).orElse(LocalDateTime.MIN);
                if (row.granularity().equals(Optional.of(Granularity.HOUR))) {
                    for (Granularity granularity : Projections.owning(row.aggregationKey())
                            .orElseThrow()
                            .granularities()) {
                        summed.merge(RowKey.of(row.aggregationKey(), granularity, start), measures, Measures::plus);
                    }
                }
            });
            summed.values().removeIf(Measures::isZero);
            assertThat(summed).as("seed %d", seed).isEqualTo(totals);
        }
    }

    private static Measures sum(Map<RowKey, Measures> totals, Predicate<String> keys, Granularity granularity) {
        return totals.entrySet().stream()
                .filter(row -> row.getKey().granularity().equals(Optional.of(granularity)))
                .filter(row -> keys.test(row.getKey().aggregationKey()))
                .map(Map.Entry::getValue)
                .reduce(Measures.ZERO, Measures::plus);
    }

    @Test
    void steps_add_up_row_by_row_in_the_reporting_zone() {
        Map<RowKey, Measures> rows = Projections.contributions(
                OrderFold.steps(OneOrder.ID, List.of(placed(0), confirmed(1))), ZoneId.of("Asia/Tokyo"));
        assertThat(rows).containsKey(new RowKey("ALL", "H#2026-11-23T17"));
        assertThat(rows.get(new RowKey("CUSTOMER#C-7", "H#2026-11-23T17")))
                .isNotNull()
                .satisfies(row -> assertThat(row.get("events")).isEqualByComparingTo("2"));
    }

    @Test
    void what_a_step_adds_to_one_key_is_nothing_for_keys_that_it_does_not_touch() {
        OrderFold.Step step = OrderFold.steps(OneOrder.ID, List.of(placed(0))).getFirst();
        assertThat(Projections.contribution(step, "PRODUCT#LAMP").orElseThrow().get("units.ordered"))
                .isEqualByComparingTo("2");
        assertThat(Projections.contribution(step, "PRODUCT#DESK").orElseThrow().get("units.ordered"))
                .isEqualByComparingTo("1");
        assertThat(Projections.contribution(step, "ALL").orElseThrow().get("orders.placed"))
                .isEqualByComparingTo("1");
        for (String other : List.of("PRODUCT#CHAIR", "CUSTOMER#C-8", "ORDER#" + OneOrder.ID)) {
            assertThat(Projections.contribution(step, other)).as(other).isEmpty();
        }
    }

    @Test
    void both_strikes_of_an_hour_to_which_the_clocks_are_set_back_are_one_period() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant first = Instant.parse("2026-10-25T00:30:00Z");
        Map<RowKey, Measures> rows = Projections.contributions(
                OrderFold.steps(
                        OneOrder.ID,
                        List.of(
                                new OrderConfirmed(new Header("a", OneOrder.ID, first)),
                                new OrderConfirmed(new Header("b", OneOrder.ID, first.plusSeconds(3600))))),
                berlin);
        assertThat(rows.keySet())
                .containsExactlyInAnyOrder(
                        new RowKey("ALL", "H#2026-10-25T02"),
                        new RowKey("ALL", "D#2026-10-25"),
                        new RowKey("ALL", "M#2026-10"));
    }

    @Test
    void nothing_is_left_of_rows_in_which_all_cancels_out() {
        Map<RowKey, Measures> once =
                Projections.contributions(OrderFold.steps(OneOrder.ID, List.of(placed(0))), ZoneOffset.UTC);
        assertThat(Projections.difference(once, once)).isEmpty();
        assertThat(Projections.difference(once, Map.of())).isEqualTo(once);
        assertThat(Projections.difference(
                        Map.of(A, measures("units.ordered", "3")),
                        Map.of(A, measures("units.ordered", "1"), B, measures("amounts.EUR.gross", "2"))))
                .isEqualTo(Map.of(A, measures("units.ordered", "2"), B, measures("amounts.EUR.gross", "-2")));
    }

    @Test
    void equal_measures_are_equal_whatever_was_added_and_taken_away() {
        Measures sum = measures("units.ordered", "1.50")
                .plus(measures("amounts.EUR.gross", "2"))
                .minus(measures("amounts.EUR.gross", "2.000"));
        assertThat(sum).isEqualTo(measures("units.ordered", "1.5"));
        assertThat(sum.values().get("units.ordered")).isEqualTo(new BigDecimal("1.5"));
        assertThat(sum.get("amounts.EUR.gross")).isEqualTo(BigDecimal.ZERO);
        assertThat(measures("units.ordered", "0.00").isZero()).isTrue();
        assertThat(sum.isZero()).isFalse();
        assertThat(sum.negated().get("units.ordered")).isEqualByComparingTo("-1.5");
    }
}
