package io.purchaseorders.benchmarks.costs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class CostPageTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));

    @Test
    void the_page_is_what_the_command_writes() throws IOException {
        assertThat(Files.readString(ROOT.resolve("docs/cost.md")))
                .as("./orders bench --cost-page docs/cost.md")
                .isEqualTo(CostPage.of(ROOT));
    }

    @Test
    void between_two_batch_sizes_lies_what_is_between_and_beyond_the_last_what_is_there() {
        var measured = new TreeMap<>(Map.of(10, 5.0, 1_000, 3.0));
        assertThat(Measured.at(measured, 10)).isEqualTo(5);
        assertThat(Measured.at(measured, 100)).isCloseTo(4, within(1e-9));
        assertThat(Measured.at(measured, 1)).isEqualTo(5);
        assertThat(Measured.at(measured, 5_000)).isEqualTo(3);
    }

    @Test
    void a_page_without_one_of_the_sections_is_refused_with_what_writes_it() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/benchmarks.md"));
        for (String mark :
                List.of("<!-- begin cost -->", "<!-- end cost -->", "<!-- begin reads -->", "<!-- end reads -->")) {
            assertThat(page).contains(mark);
            assertThatThrownBy(() -> Measured.of(page.replace(mark, "")))
                    .as("without %s", mark)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("./orders bench cost reads --page");
        }
    }

    @Test
    void larger_batches_cost_less_and_every_batch_size_of_the_page_was_measured() throws IOException {
        Measured measured = Measured.of(Files.readString(ROOT.resolve("docs/benchmarks.md")));
        assertThat(measured.writeUnits().keySet()).containsAll(List.of(1, 10, 1_000));
        assertThat(measured.queueCalls().keySet()).containsAll(List.of(1, 10, 100));
        assertThat(measured.writeUnits().lastEntry().getValue())
                .isLessThan(measured.writeUnits().firstEntry().getValue());
    }
}
