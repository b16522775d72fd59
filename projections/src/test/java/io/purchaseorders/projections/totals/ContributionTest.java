package io.purchaseorders.projections.totals;

import static io.purchaseorders.projections.OneOrder.amended;
import static io.purchaseorders.projections.OneOrder.back;
import static io.purchaseorders.projections.OneOrder.cancelled;
import static io.purchaseorders.projections.OneOrder.confirmed;
import static io.purchaseorders.projections.OneOrder.content;
import static io.purchaseorders.projections.OneOrder.delivered;
import static io.purchaseorders.projections.OneOrder.line;
import static io.purchaseorders.projections.OneOrder.placed;
import static io.purchaseorders.projections.OneOrder.returned;
import static io.purchaseorders.projections.OneOrder.shipped;
import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.projections.ProjectionSpecification;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What one event adds to each row, measure by measure, under the names that are stored. */
class ContributionTest {

    private static final ProjectionSpecification TOTALS =
            ProjectionSpecification.of(new Overall().keys(), ByCustomer.KEYS, ByProduct.KEYS);

    private static final RowKey ALL = new RowKey("ALL", "H#2026-11-23T08");
    private static final RowKey CUSTOMER = new RowKey("CUSTOMER#C-7", "H#2026-11-23T08");
    private static final RowKey LAMP = new RowKey("PRODUCT#LAMP", "H#2026-11-23T08");
    private static final RowKey DESK = new RowKey("PRODUCT#DESK", "H#2026-11-23T08");

    /** Measures, in turn a name and a number. */
    private static Measures measures(String... namesAndNumbers) {
        TreeMap<String, BigDecimal> values = new TreeMap<>();
        for (int i = 0; i < namesAndNumbers.length; i += 2) {
            values.put(namesAndNumbers[i], new BigDecimal(namesAndNumbers[i + 1]));
        }
        return Measures.of(values);
    }

    @Test
    void a_placing_counts_the_order_its_units_and_its_total() {
        TOTALS.given()
                .when(placed(0))
                .then(Map.of(
                        ALL,
                        measures(
                                "events", "1",
                                "orders.placed", "1",
                                "units.ordered", "3",
                                "amounts.EUR.gross", "125.9",
                                "amounts.EUR.shipping", "4.9",
                                "amounts.EUR.tax", "1.1",
                                "amounts.EUR.events", "1"),
                        CUSTOMER,
                        measures(
                                "events", "1",
                                "orders.placed", "1",
                                "units.ordered", "3",
                                "amounts.EUR.gross", "125.9",
                                "amounts.EUR.shipping", "4.9",
                                "amounts.EUR.tax", "1.1",
                                "amounts.EUR.events", "1"),
                        LAMP,
                        measures(
                                "events", "1",
                                "units.ordered", "2",
                                "amounts.EUR.gross", "19.9",
                                "amounts.EUR.events", "1"),
                        DESK,
                        measures(
                                "events", "1",
                                "units.ordered", "1",
                                "amounts.EUR.gross", "100",
                                "amounts.EUR.events", "1")));
    }

    @Test
    void an_amendment_adds_what_it_changes_and_touches_only_products_that_it_changes() {
        TOTALS.given(placed(0))
                .when(amended(1, content("1.90", "1.10", line("LAMP", "5", "9.95"), line("DESK", "1", "100"))))
                .then(Map.of(
                        ALL,
                        measures(
                                "events", "1",
                                "orders.amended", "1",
                                "units.ordered", "3",
                                "amounts.EUR.gross", "26.85",
                                "amounts.EUR.shipping", "-3",
                                "amounts.EUR.events", "1"),
                        CUSTOMER,
                        measures(
                                "events", "1",
                                "orders.amended", "1",
                                "units.ordered", "3",
                                "amounts.EUR.gross", "26.85",
                                "amounts.EUR.shipping", "-3",
                                "amounts.EUR.events", "1"),
                        LAMP,
                        measures(
                                "events", "1",
                                "units.ordered", "3",
                                "amounts.EUR.gross", "29.85",
                                "amounts.EUR.events", "1")));
    }

    @Test
    void an_amendment_takes_back_what_is_no_longer_ordered_and_notices_another_price() {
        Map<RowKey, Measures> rows = TOTALS.given(placed(0))
                .when(amended(1, content("4.90", "1.10", line("LAMP", "2", "9"))))
                .changes();
        assertThat(rows.get(DESK))
                .isEqualTo(measures(
                        "events", "1", "units.ordered", "-1", "amounts.EUR.gross", "-100", "amounts.EUR.events", "1"));
        assertThat(rows.get(LAMP))
                .isEqualTo(measures("events", "1", "amounts.EUR.gross", "-1.9", "amounts.EUR.events", "1"));
        assertThat(rows.get(ALL))
                .isNotNull()
                .satisfies(
                        all -> assertThat(all.values()).doesNotContainKeys("amounts.EUR.shipping", "amounts.EUR.tax"));
    }

    @Test
    void transitions_without_amounts_count_once_and_touch_no_product() {
        for (Map.Entry<String, OrderEvent> transition : Map.of(
                        "orders.confirmed", confirmed(1),
                        "orders.shipped", shipped(1),
                        "orders.delivered", delivered(1))
                .entrySet()) {
            Measures counted = measures("events", "1", transition.getKey(), "1");
            TOTALS.given(placed(0)).when(transition.getValue()).then(Map.of(ALL, counted, CUSTOMER, counted));
        }
    }

    @Test
    void a_cancelling_counts_what_was_ordered_as_cancelled() {
        TOTALS.given(placed(0))
                .when(cancelled(1))
                .then(Map.of(
                        ALL,
                        measures(
                                "events", "1",
                                "orders.cancelled", "1",
                                "units.cancelled", "3",
                                "amounts.EUR.cancelled", "125.9",
                                "amounts.EUR.extrasCancelled", "6",
                                "amounts.EUR.events", "1"),
                        CUSTOMER,
                        measures(
                                "events", "1",
                                "orders.cancelled", "1",
                                "units.cancelled", "3",
                                "amounts.EUR.cancelled", "125.9",
                                "amounts.EUR.events", "1"),
                        LAMP,
                        measures(
                                "events", "1",
                                "units.cancelled", "2",
                                "amounts.EUR.cancelled", "19.9",
                                "amounts.EUR.events", "1"),
                        DESK,
                        measures(
                                "events", "1",
                                "units.cancelled", "1",
                                "amounts.EUR.cancelled", "100",
                                "amounts.EUR.events", "1")));
    }

    @Test
    void a_return_counts_units_and_refunds_and_the_order_only_the_first_time() {
        OrderEvent first = returned(2, back("LAMP", "1", "9.95"), back("DESK", "1", "80"));
        Measures order = measures(
                "events", "1",
                "orders.returned", "1",
                "units.returned", "2",
                "amounts.EUR.returned", "89.95",
                "amounts.EUR.events", "1");
        TOTALS.given(placed(0), shipped(1))
                .when(first)
                .then(Map.of(
                        ALL,
                        order,
                        CUSTOMER,
                        order,
                        LAMP,
                        measures(
                                "events", "1",
                                "units.returned", "1",
                                "amounts.EUR.returned", "9.95",
                                "amounts.EUR.events", "1"),
                        DESK,
                        measures(
                                "events", "1",
                                "units.returned", "1",
                                "amounts.EUR.returned", "80",
                                "amounts.EUR.events", "1")));

        Measures again =
                measures("events", "1", "units.returned", "1", "amounts.EUR.returned", "5", "amounts.EUR.events", "1");
        TOTALS.given(placed(0), shipped(1), first)
                .when(returned(3, back("LAMP", "1", "5")))
                .then(Map.of(ALL, again, CUSTOMER, again, LAMP, again));
    }

    @Test
    void an_anomaly_counts_itself_under_the_customer_only_once_there_is_one() {
        Measures anomaly = measures("events", "1", "anomalies", "1");
        TOTALS.given().when(cancelled(0)).then(Map.of(ALL, anomaly));
        TOTALS.given(placed(0)).when(placed(1)).then(Map.of(ALL, anomaly, CUSTOMER, anomaly));
        TOTALS.given(placed(0), shipped(1))
                .when(returned(2, back("SOFA", "1", "1")))
                .then(Map.of(ALL, anomaly, CUSTOMER, anomaly));
    }
}
