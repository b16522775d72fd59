package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.replay.exports.ExportWriter;
import io.purchaseorders.replay.exports.ExportWriter.DataWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./orders replay} says of two exports. */
class ReplayCommandTest {

    private static final List<String> PLACED = List.of(
            ExportLine.of("PO-1", "OrderPlaced", "2026-11-23T23:30:00", placed()),
            ExportLine.of("PO-2", "OrderPlaced", "2026-11-23T23:40:00", placed()));
    private static final String CONFIRMED = ExportLine.of("PO-2", "OrderConfirmed", "2026-11-24T09:30:00", "}");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static String placed() {
        return ",\"customerId\":\"C\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"S\",\"quantity\":1,\"unitPrice\":\"1\"}]}";
    }

    private String export(String name, List<String> lines) throws IOException {
        Path exported = folder.resolve(name);
        try (ExportWriter export = new ExportWriter(
                        exported, "purchase-orders-test", "01", Instant.parse("2026-11-25T00:00:00Z"), false);
                DataWriter file = export.file("a")) {
            for (String line : lines) {
                file.line(line);
            }
        }
        return exported.toString();
    }

    private static CommandRun replay(String export, String other, String... more) {
        List<String> arguments = new ArrayList<>(List.of("replay", "--export", export, "--against", other));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void of_two_exports_with_the_same_events_it_says_that_they_are_the_same() throws IOException {
        CommandRun run = replay(export("a", PLACED), export("b", PLACED.reversed()));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("equal: 2 events of 2 orders: 2 orders have the same events, byte for byte; 0 replayed,"
                        + " into 0 rows");
    }

    @Test
    void of_two_exports_that_differ_it_says_how_many_orders_do_and_names_each_row() throws IOException {
        List<String> longer = List.of(PLACED.getFirst(), PLACED.getLast(), CONFIRMED);
        String one = export("a", longer);
        String other = export("b", PLACED);
        CommandRun run = replay(one, other);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out())
                .contains("NOT equal: 3 events of 2 orders: 1 orders have the same events, byte for byte; 1 replayed,")
                .contains("differs: ORDER#PO-2: ")
                .doesNotContain("PO-1");
        JsonNode document =
                new JsonMapper().readTree(replay(one, other, "--json").out());
        assertThat(document.path("equal").asBoolean(true)).isFalse();
        assertThat(document.path("sameOrders").asInt()).isEqualTo(1);
        assertThat(document.path("differences").findValuesAsText("row")).contains("ORDER#PO-2", "ALL H#2026-11-24T09");
    }
}
