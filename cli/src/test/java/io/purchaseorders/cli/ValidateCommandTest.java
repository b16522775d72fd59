package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.cli.generate.SampleEntries;
import io.purchaseorders.events.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

    private static final String PLACED =
            "{'eventId':'e-1','orderId':'PO-1','occurredAt':'2026-11-23T10:15:30Z','customerId':'C-1',"
                    + "'currency':'EUR','lines':[{'sku':'TEA','quantity':1,'unitPrice':'2.50'}]}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private CommandRun validate(List<String> lines, String... flags) throws IOException {
        Path file = Files.writeString(folder.resolve("events.ndjson"), String.join("\n", lines));
        String[] arguments = new String[flags.length + 2];
        arguments[0] = "validate";
        arguments[1] = file.toString();
        System.arraycopy(flags, 0, arguments, 2, flags.length);
        return CommandRun.of(arguments);
    }

    private static String placed(String detail) {
        return "{\"Source\":\"shop\",\"DetailType\":\"OrderPlaced\",\"Detail\":" + detail.replace('\'', '"') + "}";
    }

    @Test
    void a_source_that_is_too_long_is_a_fault() throws IOException {
        CommandRun run = validate(List.of(placed(PLACED).replace("shop", "s".repeat(257))));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("line 1: ").contains("Source of 257 characters");
    }

    @Test
    void what_the_bus_would_refuse_is_a_fault() throws IOException {
        String half = "\"" + PLACED.replace("'", "\\\"").replace("}]}", "}],\\\"x\\\":\\\"\\ud800\\\"}") + "\"";
        CommandRun run = validate(List.of(
                placed(PLACED).replace("shop", ""),
                placed(PLACED).replace("OrderPlaced", ""),
                placed(PLACED).replace("shop", "aws.shop"),
                placed(half),
                placed(half).replace("\\ud800", "\\\\ud800"),
                placed(PLACED).replace("shop", "awsome")));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("line 1: Source is empty, and EventBridge requires it"),
                        line -> assertThat(line).isEqualTo("line 2: DetailType is empty, and EventBridge requires it"),
                        line -> assertThat(line).startsWith("line 3: Source begins with aws., which"),
                        line -> assertThat(line).startsWith("line 4: holds half of a surrogate pair"),
                        line -> assertThat(line).isEqualTo("valid 2, with faults 4, with warnings 0"));
    }

    @Test
    void every_fault_of_every_line_is_shown_with_its_place() throws IOException {
        CommandRun run = validate(List.of(
                placed(PLACED),
                "",
                placed(PLACED.replace("'EUR'", "'eur'").replace("30Z", "30")),
                "{not json",
                placed("\"" + PLACED.replace("'", "\\\"") + "\""),
                "{\"Source\":\"shop\",\"DetailType\":\"OrderVanished\",\"Detail\":{}}",
                placed("'[]'"),
                placed("'" + "x".repeat(Limits.DETAIL_BYTES + 1) + "'")));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("line 3: ")
                                .contains("/currency must be", "/occurredAt must"),
                        line -> assertThat(line).startsWith("line 4: not JSON"),
                        line -> assertThat(line)
                                .startsWith("line 6: ")
                                .contains("OrderVanished", "/eventId", "/orderId", "/occurredAt"),
                        line -> assertThat(line).startsWith("line 7: Detail must be a JSON object"),
                        line -> assertThat(line).startsWith("line 8: Detail has 350001 bytes"),
                        line -> assertThat(line).isEqualTo("valid 2, with faults 5, with warnings 0"));
    }

    @Test
    void a_misspelt_member_is_a_warning_and_no_fault() throws IOException {
        List<String> lines = List.of(placed(PLACED.replace("'lines'", "'shiping':1,'lines'")));
        CommandRun run = validate(lines);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "line 1: warning: /shiping is unknown and ignored; did you mean shipping?",
                        "valid 1, with faults 0, with warnings 1");
        assertThat(validate(lines, "--json").out().lines())
                .containsExactly(
                        "{\"line\":1,\"warning\":\"/shiping is unknown and ignored; did you mean shipping?\"}",
                        "{\"valid\":1,\"faulty\":0,\"warned\":1}");
    }

    @Test
    void generated_samples_are_valid() throws IOException {
        var text = new java.io.StringWriter();
        SampleEntries.write(50, 3, text);
        CommandRun run = validate(text.toString().lines().toList(), "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(new JsonMapper().readTree(run.out()).path("valid").asLong())
                .isEqualTo(text.toString().lines().count());
    }

    @Test
    void a_file_that_is_not_there_is_one_sentence() {
        CommandRun run = CommandRun.of("validate", folder.resolve("missing").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip()).hasLineCount(1).contains("missing");
    }
}
