package io.purchaseorders.benchmarks.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flink is compared by the benchmark itself, in the process that it needs. */
@NullMarked
class FoldTest {

    private static final int EVENTS = 400;

    @Test
    void an_engine_that_steps_orders_one_by_one_comes_to_our_totals(@TempDir Path export) throws Exception {
        FoldInput.write(export, EVENTS);
        Iterable<String> ours = new OurFold().answer(export);
        assertThat(ours).hasSizeGreaterThan(EVENTS);
        assertThat(new KafkaFold().answer(export)).containsExactlyInAnyOrderElementsOf(ours);
    }
}
