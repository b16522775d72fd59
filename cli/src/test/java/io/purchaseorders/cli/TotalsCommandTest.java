package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.replay.exports.ExportWriter;
import io.purchaseorders.replay.exports.ExportWriter.DataWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class TotalsCommandTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    /** An order of two lamps, one of which comes back a day later; recorded a minute after it happened. */
    @BeforeEach
    void writeExport() throws IOException {
        try (ExportWriter export =
                new ExportWriter(folder, "purchase-orders-test", "01", Instant.parse("2026-11-25T00:00:00Z"), false)) {
            try (DataWriter file = export.file("a")) {
                file.line(ExportLine.of("PO-1", "OrderPlaced", "2026-11-23T23:30:00", """
                        ,"customerId":"C,1","currency":"EUR","lines":[{"sku":"LAMP","quantity":2,"unitPrice":"9.95"}],\
                        "shipping":"4.90"}"""));
                file.line(ExportLine.of("PO-1", "OrderShipped", "2026-11-23T23:40:00", "}"));
                file.line(ExportLine.of("PO-1", "OrderReturned", "2026-11-24T23:30:00", """
                        ,"lines":[{"sku":"LAMP","quantity":1,"refund":"9.95"}]}"""));
            }
        }
    }

    private CommandRun totals(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "totals";
        arguments[1] = "--export";
        arguments[2] = folder.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return CommandRun.of(arguments);
    }

    @Test
    void csv_has_a_column_for_each_measure_and_an_empty_cell_where_the_api_shows_none() {
        CommandRun run = totals("--csv", "--key", "CUSTOMER#C,1");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .first()
                .asString()
                .startsWith("aggregationKey,period,orders.placed,")
                .endsWith(",amounts.EUR.net");
        assertThat(run.out().lines().skip(1))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("\"CUSTOMER#C,1\",2026-11-23,1,0,1,")
                        .endsWith(",24.8"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("\"CUSTOMER#C,1\",2026-11-24,0,0,0,")
                        .endsWith(",-9.95"));
        assertThat(run.err()).contains("folded 3 events of 1 orders");
    }

    @Test
    void json_has_items_as_the_api_shows_them() throws Exception {
        JsonNode answer = MAPPER.readTree(
                totals("--json", "--granularity", "total", "--key", "ALL").out());
        assertThat(answer.path("timeZone").asText()).isEqualTo("UTC");
        assertThat(answer.path("granularity").asText()).isEqualTo("TOTAL");
        assertThat(answer.path("items")).hasSize(1);
        JsonNode item = answer.path("items").path(0);
        assertThat(item.path("period").asText()).isEqualTo("TOTAL");
        assertThat(item.path("orders").path("returned").asInt(-1)).isEqualTo(1);
        assertThat(item.path("orders").path("cancelled").asInt(-1)).isZero();
        assertThat(item.path("amounts").path("EUR").path("net").asText()).isEqualTo("14.85");
        assertThat(item.path("anomalies").asInt(-1)).isZero();
    }

    @Test
    void as_of_known_at_and_the_time_zone_decide_what_counts_where() throws Exception {
        assertThat(totals("--csv", "--as-of", "2026-11-24T00:00:00Z", "--key", "PRODUCT#LAMP")
                        .out()
                        .lines()
                        .skip(1))
                .singleElement()
                .asString()
                .startsWith("PRODUCT#LAMP,2026-11-23,");
        assertThat(totals("--csv", "--known-at", "2026-11-23T23:30:30Z").out().lines())
                .hasSize(1);
        assertThat(totals("--csv", "--time-zone", "Europe/Berlin", "--from", "2026-11-25", "--key", "ALL")
                        .out()
                        .lines()
                        .skip(1))
                .singleElement()
                .asString()
                .startsWith("ALL,2026-11-25,");
    }

    @Test
    void the_table_leaves_out_what_is_zero_everywhere() {
        CommandRun run = totals("--granularity", "MONTH", "--key", "ALL");
        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out()).contains("orders.placed").contains("14.85").doesNotContain("orders.cancelled");
        assertThat(totals("--key", "PRODUCT#NOTHING").out().strip()).isEqualTo("no events");
    }

    @Test
    void a_folder_without_an_export_is_a_failure_that_says_so() {
        CommandRun run = CommandRun.of(
                "totals", "--export", folder.resolve("AWSDynamoDB/data").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip()).hasLineCount(1).doesNotContain("Exception");
    }

    @Test
    void codes_are_verified_by_the_keys_that_are_given_and_it_says_where_none_were() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys"), "0123456789abcdef0123456789abcdef\n");
        CommandRun without = totals("--csv", "--key", "ALL");
        assertThat(without.err()).contains("Authentication codes were not verified: --keys names the file");
        assertThat(without.exitCode()).isZero();
        CommandRun with = totals("--csv", "--key", "ALL", "--keys", keys.toString());
        assertThat(with.err())
                .doesNotContain("were not verified")
                .contains(
                        "folded 0 events of 0 orders",
                        "violation: event OrderShipped of order PO-1 has no right authentication code");
        assertThat(with.exitCode()).isEqualTo(1);
        CommandRun missing = totals("--keys", folder.resolve("nowhere").toString());
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("The keys of the authentication codes cannot be read");
    }
}
