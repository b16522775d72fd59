package io.purchaseorders.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.benchmarks.Report;
import io.purchaseorders.benchmarks.Report.Target;
import io.purchaseorders.benchmarks.store.Append.Stored;
import io.purchaseorders.benchmarks.store.Cost.Cell;
import io.purchaseorders.benchmarks.store.Cost.Peer;
import io.purchaseorders.benchmarks.store.EventByEvent.Kind;
import io.purchaseorders.benchmarks.store.EventByEvent.Rows;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class CostTest {

    private static Cell cell(int days, int batch, double write, double least) {
        return new Cell(days, batch, new Units(write, 1, write, 0, 0), least);
    }

    @Test
    void the_worst_days_decide_and_dearer_larger_batches_miss_the_target() {
        List<Cell> cells = List.of(
                cell(1, 1_000, 2, 1.9), cell(1, 5_000, 1.5, 1.5), cell(10, 1_000, 3, 2.5), cell(10, 5_000, 3.1, 3));
        Peer peer = new Peer(Kind.PER_RECORD, Rows.STORED, new Units(9, 1, 9, 0, 0));
        Report report = new Cost()
                .report(
                        List.of(new Stored(1, new Units(1.24, 1.01, 1, 0, 0), 1.005, new Effort.Each(1, 1))),
                        List.of(peer),
                        cells);
        assertThat(report.targets())
                .filteredOn(target -> !target.isMet())
                .extracting(Target::what)
                .containsExactly(
                        "write units in those of the batch size before, worst",
                        "write units in the least, batches from 10 on, worst");
        assertThat(report.targets().getLast().measured()).isEqualTo(1.0 / 3);
        assertThat(report.tables().get(1).rows()).hasSize(cells.size());
    }
}
