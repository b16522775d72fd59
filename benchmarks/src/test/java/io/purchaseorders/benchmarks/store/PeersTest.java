package io.purchaseorders.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.purchaseorders.benchmarks.ReferenceLoad.Published;
import io.purchaseorders.benchmarks.store.Append.Stored;
import io.purchaseorders.benchmarks.store.EventByEvent.Kind;
import io.purchaseorders.benchmarks.store.EventByEvent.Rows;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class PeersTest {

    private static final int EVENTS = 40;

    private final ReferenceStream stream = new ReferenceStream(200, EVENTS);
    private final List<Published> events = stream.take(EVENTS);
    private final Map<String, List<Published>> before = stream.under(events);

    @Test
    void peers_come_to_the_same_totals_and_ours_takes_a_unit_a_row() throws Exception {
        Map<RowKey, Measures> ours;
        try (Server server = Server.start()) {
            Orders.put(server, before);
            byte[] payload = new StreamBatch(server).of(events);
            var aggregator = server.aggregator();
            // The first batch registers its shard and its generation, which no other does: two writes each.
            Units units = CapacityMeter.during(() -> aggregator.invoke(payload));
            ours = StreamContestant.hours(server);
            int registered = 4;
            assertThat(units.write()).isEqualTo(new LowerBound(before).units(events) + 1.0 + registered);
            assertThat(units.failed()).isZero();
        }
        assertThat(ours).hasSizeGreaterThan(EVENTS);
        for (Kind kind : Kind.values()) {
            try (Server server = Server.start()) {
                Rows rows = kind == Kind.PER_RECORD ? Rows.EVERY_GRANULARITY : Rows.STORED;
                EventByEvent peer = new EventByEvent(kind, rows, server.tables());
                Orders.put(server, before);
                byte[] payload = new StreamBatch(server).of(events);
                Units units = CapacityMeter.during(() -> peer.invoke(payload));
                assertThat(StreamContestant.hours(server)).isEqualTo(ours);
                assertThat(units.write())
                        .isEqualTo(
                                switch (kind) {
                                    case PER_RECORD -> units.writes();
                                    case TRANSACTION -> 2 * units.writes();
                                });
            }
        }
    }

    @Test
    void an_event_takes_one_unit_to_be_stored_one_in_the_index_where_it_is_placed_and_one_for_its_batch()
            throws Exception {
        Stored stored = Append.measure(1, 1024, 1);
        Units each = stored.units();
        // The event, its entry in the index where it is placed, and the note of its batch, which is of one event here.
        assertThat(each.write()).isBetween(2.0, 2.5);
        assertThat(each.read()).isGreaterThanOrEqualTo(1).isCloseTo(stored.leastRead(), within(0.01));
    }
}
