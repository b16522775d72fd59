package io.purchaseorders.replay.compact;

import static io.purchaseorders.replay.compact.CompactEvent.NARROW;
import static io.purchaseorders.replay.compact.CompactEvent.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent.Header;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names as bytes: hashed, compared and copied eight at a time, wherever in an array they stand. */
class CompactEventTest {

    private static final int LONGEST = 40;

    /** A name that stands at {@code from}, with so many bytes of something else behind it. */
    private static byte[] standing(byte[] name, int from, int behind) {
        byte[] bytes = new byte[from + name.length + behind];
        Arrays.fill(bytes, (byte) '#');
        System.arraycopy(name, 0, bytes, from, name.length);
        return bytes;
    }

    private static byte[] name(int length) {
        byte[] name = new byte[length];
        for (int i = 0; i < length; i++) {
            name[i] = (byte) (0x80 + 37 * i);
        }
        return name;
    }

    @Test
    void a_name_has_one_hash_wherever_it_stands() {
        for (int length = 0; length <= LONGEST; length++) {
            int hash = CompactEvent.hash(name(length), 0, length);
            for (int behind = 0; behind <= 2 * Long.BYTES; behind++) {
                assertThat(CompactEvent.hash(standing(name(length), 5, behind), 5, length))
                        .as("%s bytes, %s behind them", length, behind)
                        .isEqualTo(hash);
            }
        }
    }

    @Test
    void names_that_differ_in_one_bit_differ_in_their_hashes() {
        for (int length = 1; length <= LONGEST; length++) {
            byte[] name = name(length);
            Set<Integer> hashes = new HashSet<>(Set.of(CompactEvent.hash(name, 0, length)));
            for (int bit = 0; bit < length * Byte.SIZE; bit++) {
                name[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                hashes.add(CompactEvent.hash(name, 0, length));
                name[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            }
            assertThat(hashes).as("%s bytes", length).hasSize(1 + length * Byte.SIZE);
        }
    }

    @Test
    void names_are_equal_if_all_their_bytes_are_wherever_they_stand() {
        for (int length = 0; length <= LONGEST; length++) {
            byte[] name = name(length);
            for (int behind = 0; behind <= 2 * Long.BYTES; behind++) {
                byte[] here = standing(name, 3, behind);
                byte[] there = standing(name, 50, 50);
                assertThat(CompactEvent.areEqual(here, 3, there, 50, length)).isTrue();
                assertThat(CompactEvent.areEqual(there, 50, here, 3, length)).isTrue();
                for (int i = 0; i < length; i++) {
                    there[50 + i]++;
                    assertThat(CompactEvent.areEqual(here, 3, there, 50, length))
                            .as("%s bytes, %s behind them, another one at %s", length, behind, i)
                            .isFalse();
                    there[50 + i]--;
                }
            }
        }
    }

    @Test
    void a_copy_takes_at_most_seven_bytes_more() {
        for (int length = 0; length <= LONGEST; length++) {
            byte[] out = new byte[100];
            int end = CompactEvent.copy(standing(name(length), 3, Long.BYTES), 3, 3 + length, out, 20);
            assertThat(end).isEqualTo(20 + length);
            assertThat(Arrays.copyOfRange(out, 20, end)).isEqualTo(name(length));
            assertThat(Arrays.copyOfRange(out, 0, 20)).containsOnly(0);
            assertThat(Arrays.copyOfRange(out, length == 0 ? end : end + 7, out.length))
                    .containsOnly(0);
        }
    }

    @Test
    void a_text_has_its_length_before_it() {
        byte[] out = new byte[40];
        byte[] text = "a lamp and a desk".getBytes(StandardCharsets.US_ASCII);
        int end = CompactEvent.putText(standing(text, 6, Long.BYTES), 6, 6 + text.length, out, 4);
        assertThat(end).isEqualTo(4 + Short.BYTES + text.length);
        assertThat(CompactEvent.shortAt(out, 4)).isEqualTo(text.length);
        assertThat(Arrays.copyOfRange(out, 6, end)).isEqualTo(text);
    }

    private static boolean isSameOrder(String a, String b, int hashOfB) {
        byte[] first = CompactEvents.removed(new Header("e", a, Instant.EPOCH), 0);
        byte[] second = CompactEvents.removed(new Header("f", b, Instant.EPOCH), 0);
        CompactEvent.putInt(first, CompactEvent.HASH, 1);
        CompactEvent.putInt(second, CompactEvent.HASH, hashOfB);
        Records both = new Records(List.of(first, second));
        boolean isSame = CompactEvent.isSameOrder(both.bytes, 0, first.length);
        assertThat(CompactEvent.isSameOrder(both.bytes, first.length, 0)).isEqualTo(isSame);
        return isSame;
    }

    @Test
    void an_order_is_known_by_its_whole_id() {
        assertThat(isSameOrder("order-1", "order-1", 1)).isTrue();
        assertThat(isSameOrder("order-1", "order-2", 1)).isFalse();
        assertThat(isSameOrder("order-1", "order-12", 1)).isFalse();
        assertThat(isSameOrder("order-1", "order-1", 2)).isFalse();
    }

    @Test
    void an_amount_is_exact_or_wide() {
        assertThat(CompactEvent.amount(2_000_000, 9_950_000, 500_000)).isEqualTo(19_400_000);
        assertThat(CompactEvent.amount(1_500_000, 10_000, 0)).isEqualTo(15_000);
        assertThat(CompactEvent.amount(1_000_001, 1, 0)).isEqualTo(CompactEvent.WIDE);
        assertThat(CompactEvent.amount(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, 0))
                .isEqualTo(CompactEvent.WIDE);
        assertThat(CompactEvent.amount(1_000_000, 1, 2)).isEqualTo(-1);
        assertThat(CompactEvent.amount(1_000_000, 0, 0)).isZero();
        assertThat(CompactEvent.amount(500_000_000 * ONE, ONE, 0)).isEqualTo(500_000_000 * ONE);
    }

    @Test
    void what_an_amount_is_made_of_is_narrow() {
        assertThat(CompactEvent.amount(ONE, NARROW - 1, 0)).isEqualTo(NARROW - 1);
        assertThat(CompactEvent.amount(ONE, NARROW, 0)).isEqualTo(CompactEvent.WIDE);
        assertThat(CompactEvent.amount(ONE, NARROW, NARROW - 1)).isEqualTo(1);
        assertThat(CompactEvent.amount(ONE, NARROW, NARROW)).isEqualTo(CompactEvent.WIDE);
        assertThat(CompactEvent.amount(NARROW - ONE, 1, 0)).isEqualTo(NARROW / ONE - 1);
        assertThat(CompactEvent.amount(NARROW, 1, 0)).isEqualTo(CompactEvent.WIDE);
    }

    @Test
    void currencies_keep_their_letters() {
        for (String code : List.of("AAA", "EUR", "ZZZ")) {
            assertThat(CompactEvent.currency(CompactEvent.currency(code.charAt(0), code.charAt(1), code.charAt(2))))
                    .isEqualTo(code);
        }
    }
}
