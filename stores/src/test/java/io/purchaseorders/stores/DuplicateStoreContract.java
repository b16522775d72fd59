package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every count of duplicates must do. An adapter's test extends this and hands in an empty store. */
@NullMarked
public abstract class DuplicateStoreContract {

    @SuppressWarnings("NullAway.Init")
    private DuplicateStore store;

    /** A store without counts, of this test alone. */
    protected abstract DuplicateStore empty();

    @BeforeEach
    void begin() {
        store = empty();
    }

    @Test
    void an_event_that_came_once_has_none() {
        assertThat(store.of("o", "e")).isZero();
    }

    @Test
    void every_delivery_counts_and_a_retry_of_one_does_not() {
        store.count("o", "e", "1");
        store.count("o", "e", "1");
        store.count("o", "e", "2");
        store.count("o", "e", "3");
        store.count("o", "e", "3");
        assertThat(store.of("o", "e")).isEqualTo(3);
    }

    @Test
    void each_event_of_each_order_has_its_own() {
        store.count("o", "e", "1");
        store.count("o", "f", "1");
        store.count("p", "e", "1");
        store.count("p", "e", "2");
        assertThat(store.of("o", "e")).isEqualTo(1);
        assertThat(store.of("o", "f")).isEqualTo(1);
        assertThat(store.of("p", "e")).isEqualTo(2);
        assertThat(store.of("p", "f")).isZero();
    }
}
