package io.purchaseorders.replay.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.replay.compact.CompactEvent;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells hold what a map of exact numbers holds, whatever comes in which order. */
class CellsTest {

    private static final int WIDTH = 4;
    private static final int COUNT = 0;

    /** So many bytes behind a key may be looked at. */
    private static final int BEHIND = 7;

    private static final int EUR = CompactEvent.currency('E', 'U', 'R');
    private static final int GBP = CompactEvent.currency('G', 'B', 'P');

    private record Place(String key, int period, int currency, int measure) {}

    private final Map<Place, BigInteger> expected = new HashMap<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 500, 20_000})
    void what_was_added_at_once_or_waited_is_what_a_map_holds(int additions) {
        Random random = new Random(additions);
        Cells cells = new Cells(WIDTH);
        List<String> names = names(random, 1 + additions / 10);
        addRandomly(cells, random, names, additions);
        cells.settle();
        assertThat(contents(cells)).isEqualTo(withoutZeros(expected));
    }

    @Test
    void cells_of_several_threads_are_put_together() {
        Random random = new Random(7);
        List<String> names = names(random, 300);
        Cells all = new Cells(WIDTH);
        Cells others = new Cells(WIDTH);
        addRandomly(all, random, names.subList(0, 200), 3_000);
        addRandomly(others, random, names.subList(100, 300), 3_000);
        all.settle();
        others.settle();
        all.addAll(others);
        assertThat(contents(all)).isEqualTo(withoutZeros(expected));
    }

    private Cells randomCells(int seed, List<String> names) {
        Cells cells = new Cells(WIDTH);
        addRandomly(cells, new Random(seed), names, 3_000);
        cells.settle();
        return cells;
    }

    @Test
    void cells_are_the_same_in_whatever_order_they_came_and_not_if_a_number_or_a_cell_differs() {
        List<String> names = names(new Random(13), 200);
        Cells cells = randomCells(1, names.subList(0, 150));
        cells.addAll(randomCells(2, names.subList(50, 200)));
        Cells others = randomCells(2, names.subList(50, 200));
        others.addAll(randomCells(1, names.subList(0, 150)));
        assertThat(cells.isSameAs(others)).isTrue();
        assertThat(others.isSameAs(cells)).isTrue();
        int last = cells.size() - 1;
        int place = cells.at(cells.keyOf(last), cells.periodOf(last), cells.currencyOf(last));
        cells.add(place, WIDTH - 1, 1);
        assertThat(cells.isSameAs(others)).isFalse();
        assertThat(others.isSameAs(cells)).isFalse();
        cells.add(place, WIDTH - 1, -1);
        assertThat(cells.isSameAs(others)).isTrue();
        cells.at(cells.keyOf(last), 1_000, EUR);
        assertThat(cells.isSameAs(others)).isFalse();
        assertThat(others.isSameAs(cells)).isFalse();
    }

    @Test
    void a_row_of_two_currencies_counts_once() {
        Cells cells = randomCells(3, names(new Random(17), 100));
        assertThat(cells.rowCount())
                .isEqualTo(expected.keySet().stream()
                        .map(place -> Map.entry(place.key(), place.period()))
                        .distinct()
                        .count())
                .isLessThan(cells.size());
    }

    @Test
    void keys_are_told_apart_by_every_byte_wherever_they_stand() {
        Random random = new Random(11);
        Keys keys = new Keys();
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 0; i < 30_000; i++) {
            String name = name(random);
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            int before = random.nextInt(10);
            int behind = BEHIND + random.nextInt(10);
            byte[] bytes = new byte[before + text.length + behind];
            random.nextBytes(bytes);
            System.arraycopy(text, 0, bytes, before, text.length);
            int id = keys.idOf(bytes, before, text.length);
            assertThat(id).as(name).isEqualTo(ids.computeIfAbsent(name, unknown -> ids.size()));
            assertThat(keys.name(id)).isEqualTo(name);
        }
        assertThat(keys.size()).isEqualTo(ids.size()).isGreaterThan(10_000);
    }

    /** Some are short, some differ only behind many equal bytes, some take four bytes a character. */
    private static String name(Random random) {
        String number = Integer.toString(random.nextInt(5_000));
        return switch (random.nextInt(4)) {
            case 0 -> number;
            case 1 -> "C-1000000" + number;
            case 2 -> "a-customer-with-a-long-name-" + number;
            default -> "😀".repeat(1 + random.nextInt(60)) + number;
        };
    }

    private static List<String> names(Random random, int count) {
        List<String> names = new ArrayList<>();
        while (names.size() < count) {
            String name = name(random);
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private void addRandomly(Cells cells, Random random, List<String> names, int additions) {
        for (int i = 0; i < additions; i++) {
            String name = names.get(random.nextInt(names.size()));
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            int key = cells.names.idOf(Arrays.copyOf(text, text.length + BEHIND), 0, text.length);
            int period = random.nextInt(40);
            int currency = random.nextBoolean() ? EUR : GBP;
            long units = random.nextInt(100) - 20L;
            long amount = random.nextBoolean() ? Long.MAX_VALUE - random.nextInt(9) : random.nextLong();
            switch (random.nextInt(3)) {
                case 0 -> {
                    cells.add(key, period, currency, Cells.measures(COUNT), units, amount);
                    expect(new Place(name, period, currency, COUNT), 1);
                }
                case 1 -> {
                    cells.add(key, period, currency, Cells.measures(COUNT, 1, 2), units, amount);
                    expect(new Place(name, period, currency, COUNT), 1);
                    expect(new Place(name, period, currency, 1), units);
                    expect(new Place(name, period, currency, 2), amount);
                }
                default -> {
                    cells.add(cells.at(key, period, currency), WIDTH - 1, amount);
                    expect(new Place(name, period, currency, WIDTH - 1), amount);
                }
            }
        }
    }

    private void expect(Place place, long value) {
        expected.merge(place, BigInteger.valueOf(value), BigInteger::add);
    }

    private static Map<Place, BigInteger> contents(Cells cells) {
        Map<Place, BigInteger> contents = new HashMap<>();
        for (int cell = 0; cell < cells.size(); cell++) {
            for (int measure = 0; measure < WIDTH; measure++) {
                Place place = new Place(
                        cells.names.name(cells.keyOf(cell)), cells.periodOf(cell), cells.currencyOf(cell), measure);
                assertThat(contents).as("each cell once").doesNotContainKey(place);
                contents.put(place, cells.value(cell, measure));
            }
        }
        return withoutZeros(contents);
    }

    private static Map<Place, BigInteger> withoutZeros(Map<Place, BigInteger> sums) {
        Map<Place, BigInteger> others = new HashMap<>(sums);
        others.values().removeIf(sum -> sum.signum() == 0);
        return others;
    }
}
