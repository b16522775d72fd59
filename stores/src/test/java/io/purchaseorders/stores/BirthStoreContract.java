package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.stores.BirthStore.Birth;
import java.time.ZoneId;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What every store of birth marks must do. An adapter's test extends this and hands in an empty one. */
@NullMarked
public abstract class BirthStoreContract {

    private static final Birth BIRTH = new Birth(2, ZoneId.of("Antarctica/Troll"), 17);

    /** A store without content, of this test alone. */
    protected abstract BirthStore empty();

    @Test
    void the_first_mark_stays() {
        BirthStore store = empty();
        assertThat(store.read()).isEmpty();
        assertThat(store.write(BIRTH)).isEqualTo(BIRTH);
        assertThat(store.write(new Birth(2, ZoneId.of("UTC"), 0))).isEqualTo(BIRTH);
        assertThat(store.read()).contains(BIRTH);
    }

    @Test
    void a_mark_is_replaced_by_the_one_of_what_was_loaded() {
        BirthStore store = empty();
        store.write(new Birth(2, ZoneId.of("Antarctica/Troll"), 0));
        store.replace(BIRTH);
        assertThat(store.read()).contains(BIRTH);
    }
}
