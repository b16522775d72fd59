package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NearMissesTest {

    @ParameterizedTest
    @CsvSource({
        "OrderPlaced, shiping, shipping",
        "OrderPlaced, customer_id, customerId",
        "OrderPlaced, Customer-Id, customerId",
        "OrderPlaced, curency, currency",
        "OrderPlaced, tx, tax",
        "OrderAmended, lnies, lines",
        "OrderShipped, trackingnumber, trackingNumber",
        "OrderCancelled, reasn, reason",
        "OrderConfirmed, occuredAt, occurredAt"
    })
    void a_misspelt_member_is_pointed_out(String type, String written, String meant) {
        assertThat(NearMisses.of(type, "{\"" + written + "\":1}"))
                .containsExactly(new Fault("/" + written, "is unknown and ignored; did you mean " + meant + "?"));
    }

    @ParameterizedTest
    @CsvSource({
        "OrderPlaced, channel",
        "OrderPlaced, shipping",
        "OrderPlaced, refund",
        "OrderConfirmed, shiping",
        "OrderVanished, shiping",
        "OrderCancelled, season_ticket"
    })
    void another_name_is_not(String type, String written) {
        assertThat(NearMisses.of(type, "{\"" + written + "\":1}")).isEmpty();
    }

    @Test
    void lines_have_names_of_their_own() {
        assertThat(NearMisses.of("OrderPlaced", "{\"lines\":[{\"sku\":\"A\"},{\"unit_price\":1,\"a/b\":{}}]}"))
                .containsExactly(new Fault("/lines/1/unit_price", "is unknown and ignored; did you mean unitPrice?"));
        assertThat(NearMisses.of("OrderReturned", "{\"lines\":[{\"refnud\":1}]}"))
                .extracting(Fault::pointer)
                .containsExactly("/lines/0/refnud");
    }

    @Test
    void whatever_json_comes_is_no_exception() {
        for (String detail : new String[] {
            "", "[]", "{", "{\"lines\":7}", "{\"lines\":[7,null,[]]}", "{\"" + "x".repeat(40_000) + "\":1}"
        }) {
            assertThat(NearMisses.of("OrderPlaced", detail)).isEmpty();
        }
        StringBuilder many = new StringBuilder("{\"lines\":[");
        for (int i = 0; i < 100; i++) {
            many.append(i == 0 ? "" : ",").append("{\"skuu\":1}");
        }
        assertThat(NearMisses.of("OrderPlaced", many.append("]}").toString())).hasSize(NearMisses.MOST);
    }

    /** Instead of another list here, the schemas tell. */
    @ParameterizedTest
    @EnumSource(EventType.class)
    void the_names_are_those_of_the_schema(EventType type) throws IOException {
        JsonNode schema;
        try (var in = NearMissesTest.class.getResourceAsStream("/schemas/" + type.wireName() + ".v1.json")) {
            schema = new JsonMapper().readTree(in);
        }
        assertThat(NearMisses.members(type)).isEqualTo(names(schema.path("properties")));
        String line = schema.at("/properties/lines/items/$ref").asText();
        assertThat(NearMisses.lineMembers(type))
                .isEqualTo(
                        line.isEmpty()
                                ? Set.of()
                                : names(schema.at(line.substring(1)).path("properties")));
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
