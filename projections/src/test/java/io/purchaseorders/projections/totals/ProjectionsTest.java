package io.purchaseorders.projections.totals;

import static io.purchaseorders.projections.OneOrder.confirmed;
import static io.purchaseorders.projections.OneOrder.placed;
import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.projections.OneOrder;
import io.purchaseorders.projections.order.OrderFold;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sums over projections, and the measures that they are made of. */
class ProjectionsTest {

    private static final RowKey A = new RowKey("CUSTOMER#a", "2026-11-23T08");
    private static final RowKey B = new RowKey("CUSTOMER#b", "2026-11-23T08");

    private static Measures measures(String name, String value) {
        return Measures.of(Map.of(name, new BigDecimal(value)));
    }

    @Test
    void every_projection_has_a_name_of_its_own() {
        assertThat(Projections.ALL)
                .extracting(Projection::name)
                .containsExactly("overall", "by-customer", "by-product");
    }

    @Test
    void a_key_of_totals_is_all_or_a_customer_or_a_product() {
        assertThat(List.of("ALL", "CUSTOMER#c", "PRODUCT#p")).allMatch(Projections::isKey);
        assertThat(List.of("ORDER#o", "SHARDS", "REJECTIONS", "QUARANTINE", "ALLES", "CUSTOMER", "PRODUCTS"))
                .noneMatch(Projections::isKey);
    }

    @Test
    void steps_add_up_row_by_row_in_the_reporting_zone() {
        Map<RowKey, Measures> rows = Projections.contributions(
                OrderFold.steps(OneOrder.ID, List.of(placed(0), confirmed(1))), ZoneId.of("Asia/Tokyo"));
        assertThat(rows).containsKey(new RowKey("ALL", "2026-11-23T17"));
        assertThat(rows.get(new RowKey("CUSTOMER#C-7", "2026-11-23T17")))
                .isNotNull()
                .satisfies(row -> assertThat(row.get("17.events")).isEqualByComparingTo("2"));
    }

    @Test
    void nothing_is_left_of_rows_in_which_all_cancels_out() {
        Map<RowKey, Measures> once =
                Projections.contributions(OrderFold.steps(OneOrder.ID, List.of(placed(0))), ZoneOffset.UTC);
        assertThat(Projections.difference(once, once)).isEmpty();
        assertThat(Projections.difference(once, Map.of())).isEqualTo(once);
        assertThat(Projections.difference(
                        Map.of(A, measures("x", "3")), Map.of(A, measures("x", "1"), B, measures("y", "2"))))
                .isEqualTo(Map.of(A, measures("x", "2"), B, measures("y", "-2")));
    }

    @Test
    void equal_measures_are_equal_whatever_was_added_and_taken_away() {
        Measures sum = measures("x", "1.50").plus(measures("y", "2")).minus(measures("y", "2.000"));
        assertThat(sum).isEqualTo(measures("x", "1.5"));
        assertThat(sum.values().get("x")).isEqualTo(new BigDecimal("1.5"));
        assertThat(sum.get("y")).isEqualTo(BigDecimal.ZERO);
        assertThat(measures("x", "0.00").isZero()).isTrue();
        assertThat(sum.isZero()).isFalse();
        assertThat(sum.negated().get("x")).isEqualByComparingTo("-1.5");
    }
}
