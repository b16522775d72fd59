package io.purchaseorders.handlers.simulation;

import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.BirthStore;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.ProjectionLoader;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.QuarantineWriter;
import io.purchaseorders.stores.Violation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/** What a load writes to, row by row, until it dies. */
@NullMarked
final class MortalLoader implements ProjectionLoader {

    /** Ends a load. */
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final ProjectionLoader rows;
    private final QuarantineWriter quarantine;
    private final BirthStore births;
    private int writes;

    /** @param writes after which it dies */
    MortalLoader(ProjectionLoader rows, QuarantineWriter quarantine, BirthStore births, int writes) {
        this.rows = rows;
        this.quarantine = quarantine;
        this.births = births;
        this.writes = writes;
    }

    private void write() {
        if (writes-- == 0) {
            throw new Death();
        }
    }

    @Override
    public void loadTotals(Map<RowKey, Measures> totals) {
        totals.forEach((row, measures) -> {
            write();
            rows.loadTotals(Map.of(row, measures));
        });
    }

    @Override
    public void loadOrders(Collection<OrderRow> orders) {
        orders.forEach(order -> {
            write();
            rows.loadOrders(List.of(order));
        });
    }

    @Override
    public void loadDays(Collection<OrderOnDay> days) {
        days.forEach(day -> {
            write();
            rows.loadDays(List.of(day));
        });
    }

    QuarantineWriter quarantine() {
        return new QuarantineWriter() {
            @Override
            public void quarantine(QuarantinedEvent item) {
                write();
                quarantine.quarantine(item);
            }

            @Override
            public void quarantine(RowKey row, String reason) {
                write();
                quarantine.quarantine(row, reason);
            }

            @Override
            public void applied(EventRef event) {
                write();
                quarantine.applied(event);
            }

            @Override
            public void record(Violation violation) {
                write();
                quarantine.record(violation);
            }
        };
    }

    BirthStore births() {
        return new BirthStore() {
            @Override
            public Optional<Birth> read() {
                return births.read();
            }

            @Override
            public Birth write(Birth birth) {
                MortalLoader.this.write();
                return births.write(birth);
            }

            @Override
            public void replace(Birth birth) {
                MortalLoader.this.write();
                births.replace(birth);
            }
        };
    }
}
