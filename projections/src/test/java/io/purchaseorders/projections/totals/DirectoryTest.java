package io.purchaseorders.projections.totals;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which keys have totals in a month, by the names of an index: they are stored. */
class DirectoryTest {

    private static final Projection PRODUCTS = Projections.owning("PRODUCT#p").orElseThrow();

    @Test
    void a_row_of_a_month_names_a_partition_for_ever() {
        assertThat(Directory.partition(new RowKey("PRODUCT#85123A", "M#2026-11")))
                .contains("MONTH#2026-11#PRODUCT#7");
        assertThat(Directory.partition(new RowKey("CUSTOMER#17850", "M#2026-11")))
                .contains("MONTH#2026-11#CUSTOMER#15");
    }

    @Test
    void rows_of_other_lengths_of_the_only_key_and_of_no_projection_name_none() {
        for (RowKey row : List.of(
                new RowKey("PRODUCT#p", "D#2026-11-23"),
                new RowKey("PRODUCT#p", "H#2026-11-23T10"),
                new RowKey("PRODUCT#p", "2026-11"),
                new RowKey("ALL", "M#2026-11"),
                new RowKey("ORDER#o", "M#2026-11"))) {
            assertThat(Directory.partition(row)).as("%s", row).isEmpty();
        }
    }

    @Test
    void every_name_is_in_one_of_a_months_partitions_and_no_partition_is_crowded() {
        List<String> partitions = Directory.partitions(PRODUCTS.keys(), "2026-11");
        assertThat(partitions).hasSize(Directory.PARTITIONS).doesNotHaveDuplicates();
        List<String> named = new ArrayList<>();
        for (int i = 0; i < 1_600; i++) {
            named.add(Directory.partition(new RowKey("PRODUCT#" + (20_000 + i), "M#2026-11"))
                    .orElseThrow());
        }
        assertThat(partitions).containsAll(named);
        for (String partition : partitions) {
            assertThat(named.stream().filter(partition::equals)).as(partition).hasSizeBetween(50, 200);
        }
    }

    @Test
    void keys_are_in_the_order_of_their_bytes_in_utf_8() {
        List<String> names = List.of(
                "",
                "a",
                "ab",
                "b",
                "\u00e9",
                "\ud7ff",
                "\ue000",
                "\uffff",
                "\ud83d\ude00",
                "\ud83d\ude01",
                "a\ud83d\ude00",
                "a\uffff");
        Set<Integer> signs = new HashSet<>();
        for (String one : names) {
            for (String other : names) {
                int sign = Integer.signum(Arrays.compareUnsigned(
                        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));
                assertThat(Integer.signum(Directory.ORDER.compare(one, other)))
                        .as("%s and %s", one, other)
                        .isEqualTo(sign);
                signs.add(sign);
            }
        }
        assertThat(signs).containsExactlyInAnyOrder(-1, 0, 1);
    }
}
