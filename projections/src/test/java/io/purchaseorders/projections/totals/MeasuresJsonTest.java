package io.purchaseorders.projections.totals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Measures as answers show them; the members and their order are section 4 of the contract. */
class MeasuresJsonTest {

    private static String written(Measures measures) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode returned = MeasuresJson.write(json, measures);
        assertThat(returned).isSameAs(json);
        return json.toString();
    }

    @Test
    void every_measure_is_shown_where_nothing_happened() {
        assertThat(written(Measures.ZERO))
                .isEqualTo("{\"orders\":{\"placed\":0,\"confirmed\":0,\"shipped\":0,\"delivered\":0,\"cancelled\":0,"
                        + "\"returned\":0,\"amended\":0},\"units\":{\"ordered\":\"0\",\"cancelled\":\"0\",\"returned\":\"0\"},"
                        + "\"amounts\":{},\"anomalies\":0}");
    }

    @Test
    void amounts_are_shown_by_currency_with_their_net_and_nothing_that_is_hidden() {
        assertThat(written(Measures.of(Map.of(
                        "events", new BigDecimal("3"),
                        "orders.placed", new BigDecimal("2"),
                        "units.ordered", new BigDecimal("1.50"),
                        "amounts.GBP.events", BigDecimal.ONE,
                        "amounts.EUR.events", BigDecimal.ONE,
                        "amounts.EUR.gross", new BigDecimal("10.5"),
                        "amounts.EUR.cancelled", new BigDecimal("3"),
                        "amounts.EUR.extrasCancelled", BigDecimal.ONE,
                        "amounts.USD.gross", BigDecimal.TEN))))
                .contains("\"orders\":{\"placed\":2,", "\"units\":{\"ordered\":\"1.5\",")
                .contains("\"amounts\":{\"EUR\":{\"gross\":\"10.5\",\"cancelled\":\"3\",\"returned\":\"0\","
                        + "\"shipping\":\"0\",\"tax\":\"0\",\"net\":\"7.5\"},\"GBP\":{\"gross\":\"0\",")
                .doesNotContain("USD", "events", "extras");
    }

    @Test
    void a_net_amount_is_named_as_the_other_measures_are() {
        assertThat(MeasuresJson.netName("EUR")).isEqualTo("amounts.EUR.net");
    }
}
