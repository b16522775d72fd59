package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.QuarantineReader.Violation;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every quarantine must do. An adapter's test extends this and hands in an empty store. */
@NullMarked
public abstract class QuarantineStoreContract {

    private static final EventRef EVENT = new EventRef("order", "2026-11-23T10:00:00.000000000Z#e1");
    private static final RowKey ROW = new RowKey("PRODUCT#s", "H#2026-11-23T10");

    @SuppressWarnings("NullAway.Init")
    private QuarantineStore store;

    /** A store without content, of this test alone. */
    protected abstract QuarantineStore empty();

    @BeforeEach
    void begin() {
        store = empty();
    }

    private static QuarantinedEvent quarantined(EventRef event, String reason) {
        return new QuarantinedEvent(event, reason, "shard", SequenceNumber.of("7"), "{\"a\":1}");
    }

    @Test
    void the_first_decision_about_an_event_stands_until_it_is_applied() {
        store.quarantine(quarantined(EVENT, "first"));
        store.quarantine(quarantined(EVENT, "second"));
        assertThat(store.events()).containsExactly(quarantined(EVENT, "first"));
        assertThat(store.state().events()).containsExactly(EVENT);
        store.applied(EVENT);
        store.applied(EVENT);
        assertThat(store.state().events()).isEmpty();
        assertThat(store.events()).isEmpty();
    }

    @Test
    void what_was_applied_is_not_set_aside_again_by_whoever_comes_late() {
        store.quarantine(quarantined(EVENT, "first"));
        store.applied(EVENT);
        store.quarantine(quarantined(EVENT, "second"));
        assertThat(store.state().events()).isEmpty();
        assertThat(store.events()).isEmpty();
        assertThat(store.of("order")).isEmpty();
    }

    @Test
    void rows_are_marked_beside_events() {
        store.quarantine(ROW, "too long");
        store.quarantine(ROW, "too long");
        store.quarantine(quarantined(new EventRef("", "no key of ours"), "unreadable"));
        assertThat(store.state().rows()).containsExactly(ROW);
        assertThat(store.state().events()).hasSize(1);
        assertThat(store.events()).hasSize(1);
    }

    @Test
    void what_is_set_aside_of_one_order_is_found() {
        EventRef other = new EventRef("order2", EVENT.timestamp());
        store.quarantine(quarantined(EVENT, "why"));
        store.quarantine(quarantined(other, "because"));
        store.quarantine(ROW, "too long");
        assertThat(store.of("order")).containsExactly(quarantined(EVENT, "why"));
        assertThat(store.of("order2")).containsExactly(quarantined(other, "because"));
        assertThat(store.of("orde")).isEmpty();
    }

    @Test
    void violations_are_remembered_once_each() {
        Violation modified = new Violation(EVENT, "MODIFY", "shard", SequenceNumber.of("8"));
        Violation removed = new Violation(EVENT, "REMOVE", "shard", SequenceNumber.of("9"));
        store.record(modified);
        store.record(modified);
        store.record(removed);
        assertThat(store.violations()).containsExactlyInAnyOrder(modified, removed);
        assertThat(store.state().events()).isEmpty();
    }
}
