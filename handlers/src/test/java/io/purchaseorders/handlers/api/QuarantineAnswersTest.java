package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class QuarantineAnswersTest {

    private final ApiFixture fixture = new ApiFixture();

    private void quarantine(String orderId) {
        fixture.quarantine.quarantine(new QuarantinedEvent(
                new EventRef(orderId, "2026-11-23T10:00:00.000000000Z#e"),
                "why " + orderId,
                "shardId-1",
                SequenceNumber.of("7"),
                "{\"detail\":\"secret\"}"));
    }

    @Test
    void nothing_is_in_quarantine_while_all_is_well() {
        assertThat(fixture.ok("QuarantineList", "/quarantine")).hasToString("{\"items\":[],\"nextCursor\":null}");
    }

    @Test
    void events_and_aggregates_are_told_with_their_reasons_and_nothing_else() {
        quarantine("one");
        fixture.quarantine.quarantine(new RowKey("CUSTOMER#c", "H#2026-11-23T10"), "not a number");
        JsonNode items = fixture.ok("QuarantineList", "/quarantine").path("items");
        assertThat(items)
                .hasToString("[{\"kind\":\"event\",\"orderId\":\"one\","
                        + "\"timestamp\":\"2026-11-23T10:00:00.000000000Z#e\",\"aggregationKey\":null,"
                        + "\"granularity\":null,\"period\":null,\"reason\":\"why one\"},"
                        + "{\"kind\":\"aggregate\",\"orderId\":null,\"timestamp\":null,"
                        + "\"aggregationKey\":\"CUSTOMER#c\",\"granularity\":\"HOUR\",\"period\":\"2026-11-23T10\","
                        + "\"reason\":\"not a number\"}]");
    }

    @Test
    void they_come_page_by_page_even_while_some_are_released() {
        for (int order = 0; order < 7; order++) {
            quarantine("o" + order);
        }
        fixture.quarantine.quarantine(new RowKey("ALL", "D#2026-11-23"), "not a number");
        assertThat(fixture.all("QuarantineList", "/quarantine", 3))
                .extracting(item -> item.path("orderId").asText())
                .containsExactly("o0", "o1", "o2", "o3", "o4", "o5", "o6", "null");
        String cursor = fixture.ok("QuarantineList", "/quarantine", "limit", "3")
                .path("nextCursor")
                .asText();
        fixture.quarantine.applied(new EventRef("o2", "2026-11-23T10:00:00.000000000Z#e"));
        assertThat(fixture.ok("QuarantineList", "/quarantine", "limit", "3", "cursor", cursor)
                        .path("items")
                        .findValuesAsText("orderId"))
                .containsExactly("o3", "o4", "o5");
        assertThat(fixture.faulty("/generations", "cursor", cursor)).containsExactly("cursor");
    }
}
