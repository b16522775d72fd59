package io.purchaseorders.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleEntriesTest {

    private static final int MANY = 3_000;

    @Test
    void the_same_arguments_give_the_same_bytes_on_every_machine() throws IOException, NoSuchAlgorithmException {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(sample(50, 1).getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(digest))
                .as("the generator's output is a promise of ./orders generate: say in the changelog that it changed")
                .isEqualTo("2d23fb821f989df89af81ad5a654e153621788dced5184dcdb900610a56410c0");
    }

    @Test
    void samples_of_another_seed_or_size_share_no_order() throws IOException {
        Set<String> seen = new HashSet<>();
        for (String sample : new String[] {sample(20, 1), sample(20, 2), sample(21, 1), sample(20, -1)}) {
            SampleLife life = SampleLife.of(sample);
            assertThat(life.orders()).noneMatch(seen::contains);
            seen.addAll(life.orders());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void every_event_is_valid_and_legal_in_the_order_of_time(long seed) throws IOException {
        SampleLife life = SampleLife.of(sample(MANY, seed));
        assertThat(life.orders()).hasSize(MANY);
        assertThat(life.events("OrderPlaced")).isEqualTo(MANY);
    }

    @Test
    void orders_are_as_a_shop_has_them() throws IOException {
        SampleLife life = SampleLife.of(sample(MANY, 7));
        assertThat(life.events()).as("about four events an order").isBetween(39 * MANY / 10, 43 * MANY / 10);
        assertThat(life.placedLines()).as("about three lines an order").isBetween(28 * MANY / 10, 32 * MANY / 10);
        assertThat(life.currencies()).containsExactlyInAnyOrder("GBP", "EUR", "USD");
        assertThat(life.customers().size()).as("customers come again").isBetween(MANY / 20, MANY / 2);
        assertThat(life.customers().values().stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(0))
                .as("and some very often")
                .isGreaterThan(MANY / 20);
        assertThat(life.events("OrderAmended")).isBetween(MANY / 10, 3 * MANY / 10);
        assertThat(life.events("OrderCancelled")).isBetween(MANY / 20, MANY / 8);
        assertThat(life.events("OrderReturned")).isBetween(MANY / 12, MANY / 5);
    }

    @Test
    void the_lives_of_orders_run_side_by_side() throws IOException {
        assertThat(SampleLife.of(sample(MANY, 1)).mostOpenOrders()).isGreaterThan(MANY / 50);
    }

    @Test
    void no_order_gives_no_line() throws IOException {
        assertThat(sample(0, 1)).isEmpty();
    }

    @Test
    void a_number_of_orders_out_of_range_is_refused() {
        assertThatThrownBy(() -> sample(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sample(SampleEntries.MOST_ORDERS + 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String sample(long orders, long seed) throws IOException {
        StringWriter out = new StringWriter();
        SampleEntries.write(orders, seed, out);
        return out.toString();
    }
}
