package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.cli.generate.SampleEntries;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recipe of CONTRIBUTING.md for a projection, followed in a scratch copy of the sources: a file and a line. It is filled with the
 * history that was there before, and nothing is left of it once it is taken out.
 */
@Timeout(600)
class AddedProjectionTest {

    private static final int ORDERS = 40;
    private static final int SEED = 5;
    private static final String TOTALS = "io/purchaseorders/projections/totals/";

    private static final String BY_CURRENCY = """
            package io.purchaseorders.projections.totals;

            import java.util.List;

            /** Totals by currency: that of the order's placing. */
            public final class ByCurrency implements Projection {

                @Override
                public KeyFamily keys() {
                    return KeyFamily.named("CURRENCY#", "currency");
                }

                @Override
                public List<Granularity> granularities() {
                    return List.of(Granularity.HOUR, Granularity.MONTH);
                }

                @Override
                public Measure.Level level() {
                    return Measure.Level.ORDERS;
                }

                @Override
                public void contribute(Contribution step, Names to) {
                    step.order().placing().ifPresent(placing -> to.add(placing.currency(), step.ofOrder()));
                }
            }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void its_history_is_filled_by_one_rebuild_and_it_is_gone_after_another_without_it() throws Exception {
        Release without = Release.ofThisBuild();
        Release with = Release.changedIn(folder)
                .add(TOTALS + "ByCurrency.java", BY_CURRENCY)
                .replace(
                        "projections",
                        TOTALS + "Projections.java",
                        "new ByProduct())",
                        "new ByProduct(), new ByCurrency())")
                .compile();
        try (ReleasedSystem system = new ReleasedSystem(folder, without)) {
            system.publish(sample(SEED));
            system.whole("ALL", ORDERS);
            // What became of the orders after the last placing may still be under way.
            await().atMost(ReleasedSystem.PATIENCE)
                    .until(() -> system.run("replay").exitCode() == 0);
            JsonNode all = system.whole("ALL");
            assertThat(all.path("amounts").size()).as("currencies").isGreaterThan(1);

            system.replaceBy(with);
            Release.Ended replay = system.run("replay");
            assertThat(replay.exitCode()).as(replay.said()).isEqualTo(1);
            assertThat(replay.said()).as("rows do not fill themselves").contains("CURRENCY#");
            system.done("rebuild");
            system.done("check");
            system.done("replay");
            int placed = 0;
            for (var currency : all.path("amounts").properties()) {
                JsonNode whole = system.whole("CURRENCY#" + currency.getKey());
                assertThat(whole.at("/amounts/" + currency.getKey()))
                        .as(currency.getKey())
                        .isEqualTo(currency.getValue());
                placed += whole.at("/orders/placed").asInt();
            }
            assertThat(placed).isEqualTo(ORDERS);

            system.replaceBy(without);
            assertThat(system.get("/aggregations/CURRENCY%23EUR").statusCode()).isEqualTo(400);
            system.done("rebuild");
            system.done("check");
            system.done("replay");
            assertThat(system.whole("ALL")).isEqualTo(all);
        }
    }

    private static List<String> sample(long seed) throws IOException {
        StringWriter lines = new StringWriter();
        SampleEntries.write(ORDERS, seed, lines);
        return lines.toString().lines().toList();
    }
}
