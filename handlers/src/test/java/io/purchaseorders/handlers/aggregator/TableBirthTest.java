package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.handlers.aggregator.TableBirth.TableLostException;
import io.purchaseorders.stores.BirthStore;
import io.purchaseorders.stores.BirthStore.Birth;
import io.purchaseorders.stores.Generations;
import io.purchaseorders.stores.memory.InMemoryBirthStore;
import io.purchaseorders.stores.memory.InMemoryGenerationStore;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class TableBirthTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final InMemoryBirthStore births = new InMemoryBirthStore();
    private final InMemoryGenerationStore generations = new InMemoryGenerationStore();

    private TableBirth table(int number, ZoneId zone) {
        return table(births, number, zone);
    }

    private TableBirth table(BirthStore store, int number, ZoneId zone) {
        return new TableBirth(store, generations, number, "order-aggregations-dev", zone);
    }

    @Test
    void the_first_batch_bears_the_first_generation_in_the_zone_of_its_settings_and_later_ones_keep_that() {
        assertThat(table(1, BERLIN).get()).isEqualTo(BERLIN);
        assertThat(births.read()).contains(new Birth(1, BERLIN, 0));
        assertThat(generations.read()).contains(Generations.first(BERLIN));
        assertThat(table(1, UTC).get())
                .as("settings of another zone change nothing that is there")
                .isEqualTo(BERLIN);
    }

    @Test
    void a_birth_that_died_between_mark_and_register_is_completed() {
        births.write(new Birth(1, BERLIN, 0));
        assertThat(table(1, UTC).get()).isEqualTo(BERLIN);
        assertThat(generations.read()).contains(Generations.first(BERLIN));
    }

    @Test
    void a_table_that_was_lost_takes_no_batch_whoever_asks_and_says_what_mends_it() {
        TableBirth warm = table(1, BERLIN);
        warm.get();
        births.lose();
        for (TableBirth one : new TableBirth[] {warm, table(1, BERLIN)}) {
            assertThatThrownBy(one::get)
                    .isInstanceOf(TableLostException.class)
                    .hasMessageContainingAll("order-aggregations-dev", "generation 1", "lost", "./orders rebuild");
        }
        assertThat(births.read()).as("nothing makes it a new one").isEmpty();
    }

    @Test
    void a_generation_that_is_not_loaded_yet_takes_no_batch() {
        generations.create(Generations.first(UTC).begin(UTC, Instant.EPOCH));
        assertThatThrownBy(() -> table(2, UTC).get()).isInstanceOf(TableLostException.class);
        births.write(new Birth(2, BERLIN, 5));
        assertThat(table(2, UTC).get()).isEqualTo(BERLIN);
    }

    @Test
    void the_table_of_another_generation_is_refused() {
        generations.create(Generations.first(UTC));
        births.write(new Birth(2, UTC, 5));
        assertThatThrownBy(() -> table(1, UTC).get()).hasMessageContainingAll("generation 2", "not of 1");
    }

    @Test
    void a_birth_by_another_invocation_in_between_is_no_loss() {
        BirthStore raced = new BirthStore() {
            @Override
            public Optional<Birth> read() {
                Optional<Birth> now = births.read();
                if (now.isEmpty()) {
                    table(1, BERLIN).get();
                }
                return now;
            }

            @Override
            public Birth write(Birth birth) {
                return births.write(birth);
            }

            @Override
            public void replace(Birth birth) {
                births.replace(birth);
            }
        };
        assertThat(table(raced, 1, UTC).get()).isEqualTo(BERLIN);
    }
}
