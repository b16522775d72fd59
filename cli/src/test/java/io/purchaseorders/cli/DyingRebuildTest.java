package io.purchaseorders.cli;

import static io.purchaseorders.cli.SettledSystem.SETTLED;
import static io.purchaseorders.cli.SettledSystem.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./orders rebuild} dies at each of its steps, and is run again. */
@Timeout(600)
class DyingRebuildTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private SettledSystem system;

    @BeforeEach
    void begin() throws IOException {
        system = new SettledSystem(folder);
    }

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void a_rebuild_that_dies_before_and_after_each_of_its_steps_is_run_again_and_ends_equal() throws Exception {
        GenerationTables tables = system.tables();
        DyingRegister register = new DyingRegister(tables.register());
        List<String> deaths = new ArrayList<>();
        boolean isEnded = false;
        while (!isEnded) {
            try {
                isEnded = new GenerationBuild(
                                new GenerationTables(tables.tables(), register),
                                Clock.systemUTC(),
                                new PrintWriter(Writer.nullWriter()),
                                new PrintWriter(Writer.nullWriter()))
                        .run(Optional.empty(), true);
            } catch (DyingRegister.Death death) {
                deaths.add(death.getMessage());
            }
            HttpResponse<String> total = Awaitility.await("an answer")
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> system.get("/aggregations/ALL?granularity=TOTAL"),
                            answer -> answer.statusCode() == 200);
            assertThat(json(total).at("/items/0/orders/placed").asInt())
                    .as("after %s: %s", deaths, total.body())
                    .isEqualTo(SETTLED);
        }
        System.out.println("DyingRebuildTest: died " + deaths);
        assertThat(deaths)
                .anyMatch(death -> death.startsWith("before BUILDING"))
                .anyMatch(death -> death.startsWith("after BUILDING"))
                .anyMatch(death -> death.startsWith("before FED"))
                .anyMatch(death -> death.startsWith("after FED"))
                .anyMatch(death -> death.startsWith("before HELD"))
                .anyMatch(death -> death.startsWith("after HELD"))
                .anyMatch(death -> death.startsWith("after HELD") && death.endsWith(" compared"))
                .anyMatch(death -> death.startsWith("after RETIRED"))
                .contains("before  live", "after  live");
        assertThat(system.done("generations").out().lines().filter(line -> line.contains(" live ")))
                .hasSize(1);
        system.awaitEqual();
        system.done("check");
    }
}
