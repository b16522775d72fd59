package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.QuarantineReader.Decision;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.QuarantineReader.Subject;
import io.purchaseorders.stores.Violation.Acknowledgement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
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
    void decisions_are_read_from_any_of_them_on_even_from_one_that_no_longer_stands() {
        EventRef second = new EventRef("order", "2026-11-23T10:00:00.000000000Z#e2");
        EventRef longNamed = new EventRef("p".repeat(1_000), "no timestamp");
        store.quarantine(ROW, "too long");
        store.quarantine(ROW, "longer still");
        store.quarantine(quarantined(second, "two"));
        store.quarantine(quarantined(longNamed, "three"));
        store.quarantine(quarantined(EVENT, "one"));
        List<Decision> all = decisions("");
        assertThat(all)
                .extracting(Decision::subject, Decision::reason)
                .containsExactly(
                        tuple(new Subject.Event(EVENT), "one"),
                        tuple(new Subject.Event(second), "two"),
                        tuple(new Subject.Event(longNamed), "three"),
                        tuple(new Subject.Row(ROW), "too long"));
        store.applied(second);
        assertThat(decisions(all.get(1).position())).isEqualTo(all.subList(2, 4));
        assertThat(decisions(all.get(2).position())).isEqualTo(all.subList(3, 4));
        assertThat(decisions(all.get(3).position())).isEmpty();
    }

    private List<Decision> decisions(String after) {
        try (Stream<Decision> found = store.decisions(after)) {
            return found.toList();
        }
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
        Violation modified = violation(Violation.Kind.MODIFY, "8");
        Violation removed = violation(Violation.Kind.REMOVE, "9");
        store.record(modified);
        store.record(modified);
        store.record(removed);
        assertThat(store.violations()).containsExactlyInAnyOrder(modified, removed);
        assertThat(store.state().events()).isEmpty();
    }

    @Test
    void a_violation_keeps_contents_that_no_item_could_hold_together() {
        Random random = new Random(1);
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (int i = 0; i < 300_000; i++) {
            before.append((char) ('0' + random.nextInt(64)));
            after.append((char) ('0' + random.nextInt(64)));
        }
        Violation large = new Violation(
                EVENT,
                Violation.Kind.MODIFY,
                "shard",
                SequenceNumber.of("8"),
                new Violation.Evidence(Optional.empty(), Optional.empty(), before.toString(), after.toString()),
                Optional.empty());
        store.record(large);
        assertThat(store.violations()).containsExactly(large);
    }

    @Test
    void a_violation_is_acknowledged_by_the_first_who_says_so() {
        Violation modified = violation(Violation.Kind.MODIFY, "8");
        store.record(modified);
        Instant at = Instant.parse("2026-11-23T12:00:00Z");
        assertThat(store.acknowledge(modified.id(), new Acknowledgement("ann", "restored", at)))
                .isTrue();
        assertThat(store.acknowledge(modified.id(), new Acknowledgement("bob", "mine", at)))
                .isFalse();
        assertThat(store.acknowledge("shard#9", new Acknowledgement("bob", "none", at)))
                .isFalse();
        store.record(modified);
        assertThat(store.violations())
                .singleElement()
                .extracting(Violation::acknowledged)
                .isEqualTo(Optional.of(new Acknowledgement("ann", "restored", at)));
    }

    private static Violation violation(Violation.Kind kind, String at) {
        return new Violation(
                EVENT,
                kind,
                "shard",
                SequenceNumber.of(at),
                new Violation.Evidence(
                        Optional.of(Instant.parse("2026-11-23T10:00:00Z")),
                        Optional.of("someone"),
                        "{\"before\":1}",
                        ""),
                Optional.empty());
    }
}
