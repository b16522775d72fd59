package io.purchaseorders.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.OrderStatus;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.Order;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Java in docs/how-it-works.md compiles, holds, and is this. */
class HowItWorksTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final Path HERE =
            ROOT.resolve("projections/src/test/java/io/purchaseorders/projections/HowItWorksTest.java");

    private static RecordedEvent recorded(String type, String detail) {
        return new RecordedEvent(
                EventCodec.stored(type, detail), "shop", Instant.parse("2026-11-24T12:00:00Z"), detail);
    }

    @Test
    void the_example_holds() {
        // example
        String shipped = """
                {"eventId": "e-2", "orderId": "PO-1", "occurredAt": "2026-11-24T09:00:00Z"}""";
        String placed = """
                {"eventId": "e-1", "orderId": "PO-1", "occurredAt": "2026-11-23T10:15:30Z",
                 "customerId": "C-7", "currency": "EUR", "shipping": "4.90",
                 "lines": [{"sku": "LAMP", "quantity": 2, "unitPrice": "9.95"}]}""";
        List<RecordedEvent> asTheyArrived = List.of(recorded("OrderShipped", shipped), recorded("OrderPlaced", placed));

        History history = History.of(asTheyArrived);
        Order order = history.fold("PO-1");
        assertThat(order.status()).isEqualTo(OrderStatus.SHIPPED);
        assertThat(order.total()).isEqualByComparingTo("24.80");

        Map<RowKey, Measures> totals = Projections.contributions(history.steps("PO-1"), ZoneId.of("Europe/Berlin"));
        assertThat(totals.get(new RowKey("CUSTOMER#C-7", "H#2026-11-23T11")))
                .extracting(row -> row.get("amounts.EUR.gross"))
                .isEqualTo(new BigDecimal("24.8"));
        // example
    }

    @Test
    void the_page_shows_it_as_it_is() throws IOException {
        String source = Files.readString(HERE);
        String marker = "        // example\n";
        int from = source.indexOf(marker) + marker.length();
        String example = source.substring(from, source.indexOf(marker, from))
                .stripTrailing()
                .stripIndent();
        assertThat(Files.readString(ROOT.resolve("docs/how-it-works.md")))
                .as("the page's Java differs from what is tested; instead of editing it there, copy the marked lines of"
                        + " HowItWorksTest")
                .contains("```java\n" + example + "\n```\n");
    }
}
