package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.Samples;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.stores.BirthStore.Birth;
import io.purchaseorders.stores.Generation.Loaded;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.memory.InMemoryBirthStore;
import io.purchaseorders.stores.memory.InMemoryEventStore;
import io.purchaseorders.stores.memory.InMemoryProjections;
import io.purchaseorders.stores.memory.InMemoryQuarantineStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The load of a new generation, which dies before each of its writes in turn. */
@NullMarked
class GenerationLoadTest {

    private static final int ORDERS = 1_203;
    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");

    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InMemoryQuarantineStore live = new InMemoryQuarantineStore();

    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What a load writes to, until it dies. */
    private final class NewTable {
        private final InMemoryProjections rows = new InMemoryProjections();
        private final InMemoryQuarantineStore quarantine = new InMemoryQuarantineStore();
        private final InMemoryBirthStore births = new InMemoryBirthStore();
        private final List<Loaded> progress = new ArrayList<>();
        private int writes;

        /** @param last the write before which it dies */
        void load(int last) {
            GenerationLoad.write(
                    2,
                    GenerationLoad.read(new GenerationLoad.Source(events, live), row -> true, ZoneOffset.UTC),
                    ZoneOffset.UTC,
                    new GenerationLoad.Target(
                            dying(ProjectionLoader.class, rows, last),
                            dying(QuarantineStore.class, quarantine, last),
                            dying(BirthStore.class, births, last),
                            row -> true),
                    progress::add);
        }

        private <T> T dying(Class<T> port, T store, int last) {
            return port.cast(Proxy.newProxyInstance(
                    port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                        if (writes == last) {
                            throw new Death();
                        }
                        writes++;
                        try {
                            return method.invoke(store, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }

    @BeforeEach
    void begin() {
        for (int i = 0; i < ORDERS; i++) {
            events.append(Samples.recorded(
                    new OrderPlaced(
                            new Header("placed", "order-" + i, MORNING),
                            "c",
                            "EUR",
                            Samples.content(Samples.line("a", "2", "3.50"))),
                    MORNING));
        }
        live.quarantine(new QuarantinedEvent(
                new EventRef("order-1", "no key of ours"), "no event", "shard", SequenceNumber.of("7"), "{}"));
    }

    @Test
    void whoever_dies_leaves_a_table_without_a_birth_mark_and_another_table_gets_all_of_it() {
        int points = 0;
        for (boolean complete = false; !complete; points++) {
            NewTable table = new NewTable();
            try {
                table.load(points);
                complete = true;
            } catch (Death died) {
                assertThat(table.births.read())
                        .as("the mark after %d writes", points)
                        .isEmpty();
            }
        }
        assertThat(points).as("crash points").isGreaterThan(6);
        NewTable table = new NewTable();
        table.load(Integer.MAX_VALUE);
        assertThat(table.births.read()).contains(new Birth(2, ZoneOffset.UTC, ORDERS + 1));
        assertThat(table.rows.allOrders().count()).isEqualTo(ORDERS);
        assertThat(table.rows.allTotals().map(row -> row.measures()).toList())
                .containsExactlyInAnyOrderElementsOf(
                        Projections.fromScratch(events.all().toList(), ZoneOffset.UTC)
                                .totals()
                                .values());
        assertThat(table.quarantine.events()).isEqualTo(live.events());
    }

    @Test
    void progress_counts_orders_and_ends_with_all_of_them() {
        NewTable table = new NewTable();
        table.load(Integer.MAX_VALUE);
        assertThat(table.progress)
                .containsExactly(
                        new Loaded(0, ORDERS),
                        new Loaded(500, ORDERS),
                        new Loaded(1_000, ORDERS),
                        new Loaded(ORDERS, ORDERS));
    }
}
