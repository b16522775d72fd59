package io.purchaseorders.projections.totals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.events.Decimals;
import io.purchaseorders.events.Seeds;
import io.purchaseorders.projections.totals.Measure.Level;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Exact numbers by measure, and the catalogue of what is measured. */
class MeasuresTest {

    private static final List<String> NAMES = List.of(
            "events", "units.ordered", "amounts.EUR.gross", "amounts.EUR.cancelled", "amounts.GBP.gross", "anomalies");

    private static Measures measures(String name, String value) {
        return Measures.of(Map.of(name, new BigDecimal(value)));
    }

    /** Numbers around the edges of what is held as millionths. */
    private static BigDecimal number(Random random) {
        BigDecimal number = switch (random.nextInt(6)) {
            case 0 -> BigDecimal.valueOf(random.nextInt(5) - 2L);
            case 1 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(14));
            case 2 -> new BigDecimal("999999999999.999999");
            case 3 -> new BigDecimal("0.000001");
            case 4 -> new BigDecimal("0.000000000001");
            default -> new BigDecimal("1E+12").setScale(random.nextInt(8));
        };
        return random.nextBoolean() ? number : number.negate();
    }

    private static SortedMap<String, BigDecimal> any(Random random) {
        SortedMap<String, BigDecimal> values = new TreeMap<>();
        for (String name : NAMES) {
            if (random.nextInt(3) > 0) {
                values.put(name, number(random));
            }
        }
        return values;
    }

    private static SortedMap<String, BigDecimal> sum(Map<String, BigDecimal> a, Map<String, BigDecimal> b) {
        SortedMap<String, BigDecimal> sum = new TreeMap<>(a);
        b.forEach((name, value) -> sum.merge(name, value, BigDecimal::add));
        sum.replaceAll((name, value) -> Decimals.normalized(value));
        sum.values().removeIf(value -> value.signum() == 0);
        return sum;
    }

    @Test
    void sums_are_those_of_decimals_and_equal_ones_have_one_representation() {
        Seeds.each(seed -> {
            Random random = new Random(seed);
            SortedMap<String, BigDecimal> a = any(random);
            SortedMap<String, BigDecimal> b = any(random);
            Measures sum = Measures.of(a).plus(Measures.of(b));
            assertThat(sum.values()).isEqualTo(sum(a, b));
            assertThat(sum).isEqualTo(Measures.of(sum(a, b))).hasSameHashCodeAs(Measures.of(sum(a, b)));

            assertThat(sum.minus(Measures.of(b))).isEqualTo(Measures.of(a));
            assertThat(sum.plus(sum.negated())).isEqualTo(Measures.ZERO);
        });
    }

    @Test
    void a_number_that_was_too_wide_and_is_not_any_more_is_held_as_if_it_had_never_been() {
        Measures wide = measures("amounts.EUR.gross", "1000000000000.000000000001");
        assertThat(wide.isWideAt(0)).isTrue();
        assertThat(wide.millionthsAt(0)).isZero();
        Measures narrow = wide.minus(measures("amounts.EUR.gross", "1000000000000"))
                .plus(measures("amounts.EUR.gross", "0.000000999999"));
        assertThat(narrow.isWideAt(0)).isFalse();
        assertThat(narrow.millionthsAt(0)).isEqualTo(1);
        assertThat(narrow).isEqualTo(measures("amounts.EUR.gross", "0.000001000"));
        assertThat(wide.minus(wide)).isEqualTo(Measures.ZERO);
    }

    @Test
    void a_number_of_millionths_is_the_decimal_however_large_it_is() {
        int gross = MeasureId.of(Measure.GROSS, "EUR");
        for (long millionths : new long[] {
            0,
            1,
            -1,
            Millionths.LIMIT - 1,
            1 - Millionths.LIMIT,
            Millionths.LIMIT,
            -Millionths.LIMIT,
            Long.MAX_VALUE,
            Long.MIN_VALUE
        }) {
            Measures measures =
                    new MeasuresBuilder().addMillionths(gross, millionths).build();
            BigDecimal number = BigDecimal.valueOf(millionths, 6);
            assertThat(measures.get(gross)).isEqualByComparingTo(number);
            assertThat(measures).isEqualTo(measures("amounts.EUR.gross", number.toPlainString()));
            assertThat(measures.size() == 1 && measures.isWideAt(0))
                    .as("%d", millionths)
                    .isEqualTo(millionths >= Millionths.LIMIT || millionths <= -Millionths.LIMIT);
        }
    }

    @Test
    void an_event_touches_amounts_of_a_currency_for_which_more_came_than_were_taken_away() {
        for (String count : List.of("1", "0.000001", "1000000000000", "1e20")) {
            Measures touched = measures("amounts.EUR.events", count);
            assertThat(touched.touches("EUR")).as(count).isTrue();
            assertThat(touched.touches("AAA")).isFalse();
            assertThat(touched.touches("ZZZ")).isFalse();
            assertThat(touched.negated().touches("EUR")).as("-" + count).isFalse();
        }
        assertThat(Measures.ZERO.touches("EUR")).isFalse();
        assertThat(measures("amounts.EUR.gross", "1").touches("EUR")).isFalse();
    }

    @Test
    void different_measures_are_different() {
        List<Measures> different = List.of(
                Measures.ZERO,
                measures("amounts.EUR.gross", "1"),
                measures("amounts.EUR.gross", "2"),
                measures("amounts.GBP.gross", "1"),
                measures("amounts.EUR.gross", "1e20"),
                measures("amounts.EUR.gross", "1e21"));
        assertThat(new HashSet<>(different)).hasSameSizeAs(different);
        assertThat(different.stream().map(Measures::hashCode).distinct())
                .as("hash codes")
                .hasSameSizeAs(different);
        assertThat(different.getFirst()).isNotEqualTo("{}");
    }

    @Test
    void a_projection_keeps_the_measures_of_its_level() {
        assertThat(Measure.all().stream().filter(measure -> measure.isKeptBy(Level.LINES)))
                .doesNotContain(Measure.ORDERS_PLACED, Measure.TAX, Measure.ANOMALIES, Measure.EXTRAS_CANCELLED)
                .contains(Measure.EVENTS, Measure.GROSS);
        assertThat(Measure.all().stream().filter(measure -> !measure.isKeptBy(Level.ORDERS)))
                .containsExactly(Measure.EXTRAS_CANCELLED);
        assertThat(Measure.all()).allMatch(measure -> measure.isKeptBy(Level.OVERALL));
    }

    @Test
    void numbers_are_written_in_plain_notation_without_trailing_zeros() {
        int gross = MeasureId.of(Measure.GROSS, "EUR");
        for (String plain : List.of("-0.5", "0.05", "-9.95", "1000000", "12.000001", "-1000000000000.000000000001")) {
            assertThat(measures("amounts.EUR.gross", plain).plain(gross)).isEqualTo(plain);
        }
        assertThat(Measures.ZERO.plain(gross)).isEqualTo("0");
        Seeds.each(seed -> {
            BigDecimal number = number(new Random(seed));
            assertThat(measures("amounts.EUR.gross", number.toString()).plain(gross))
                    .isEqualTo(Decimals.plain(number));
        });
    }

    @Test
    void numbers_are_found_by_measure_and_by_name() {
        Measures measures = Measures.of(Map.of(
                "orders.placed",
                BigDecimal.TWO,
                "amounts.EUR.gross",
                new BigDecimal("10"),
                "amounts.EUR.cancelled",
                new BigDecimal("3.5"),
                "amounts.EUR.returned",
                new BigDecimal("0.25"),
                "amounts.EUR.events",
                BigDecimal.ONE,
                "amounts.GBP.gross",
                BigDecimal.ONE));
        assertThat(measures.get(Measure.ORDERS_PLACED)).isEqualTo("2");
        assertThat(measures.get(Measure.CANCELLED, "EUR")).isEqualTo("3.5");
        assertThat(measures.get("amounts.EUR.returned")).isEqualTo("0.25");
        assertThat(measures.get(Measure.CANCELLED, "GBP")).isEqualTo("0");
        assertThat(measures.net("EUR")).isEqualTo("6.25");
        assertThat(measures.currencies()).as("those that an event touched").containsExactly("EUR");
        assertThat(measures).hasToString(measures.values().toString());
    }

    @Test
    void the_name_of_a_measure_is_read_as_what_was_written_and_no_other_name_is_one() {
        Set<Integer> ids = new HashSet<>();
        for (Measure measure : Measure.all()) {
            int id = measure.isPerCurrency() ? MeasureId.of(measure, "ZWG") : MeasureId.of(measure);
            assertThat(ids.add(id)).as("%s has a number of its own", measure).isTrue();
            assertThat(MeasureId.parse(MeasureId.storedName(id))).isEqualTo(OptionalInt.of(id));
            assertThat(MeasureId.measure(id)).isEqualTo(measure);
            assertThat(MeasureId.currency(id)).isEqualTo(measure.isPerCurrency() ? "ZWG" : "");
            assertThat(MeasureId.storedName(id))
                    .isEqualTo(measure.isPerCurrency() ? measure.storedName("ZWG") : measure.storedName());
        }
        assertThat(MeasureId.currency(MeasureId.of(Measure.GROSS, "AZA"))).isEqualTo("AZA");
        assertThat(List.of("fence", "sealed", "appliedThrough7", "period", "", "amounts.eur.gross", "amounts.EUR"))
                .noneMatch(Measure::isStoredName);
        assertThat(List.of("amounts.{currency}.gross", "amounts..gross", "units.EUR.ordered", "orders.PLA.placed"))
                .noneMatch(Measure::isStoredName);
        assertThatThrownBy(() -> measures("amounts.EURO.gross", "1")).hasMessageContaining("amounts.EURO.gross");
        assertThatThrownBy(() -> MeasureId.of(Measure.GROSS)).hasMessageContaining("GROSS");
        assertThatThrownBy(() -> MeasureId.of(Measure.GROSS, "eur")).hasMessageContaining("eur");
        for (String wrong : List.of("EU", "EURO", "E@R", "E[R", "")) {
            assertThatThrownBy(() -> MeasureId.of(Measure.GROSS, wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> MeasureId.of(Measure.EVENTS, "EUR")).hasMessageContaining("EVENTS");
        assertThatThrownBy(() -> Measure.GROSS.storedName()).hasMessageContaining("currency");
        assertThatThrownBy(() -> Measure.EVENTS.storedName("EUR")).hasMessageContaining("events");
    }

    @Test
    void stored_names_are_for_ever() {
        assertThat(Measure.all().stream()
                        .map(measure -> measure.isPerCurrency() ? measure.storedName("EUR") : measure.storedName()))
                .as("rows hold these names: renaming one is a migration")
                .containsExactlyInAnyOrder(
                        "events",
                        "anomalies",
                        "orders.placed",
                        "orders.confirmed",
                        "orders.shipped",
                        "orders.delivered",
                        "orders.cancelled",
                        "orders.returned",
                        "orders.amended",
                        "units.ordered",
                        "units.cancelled",
                        "units.returned",
                        "amounts.EUR.events",
                        "amounts.EUR.gross",
                        "amounts.EUR.cancelled",
                        "amounts.EUR.returned",
                        "amounts.EUR.shipping",
                        "amounts.EUR.tax",
                        "amounts.EUR.extrasCancelled");
    }

    @Test
    void what_adds_up_over_lines_leaves_shipping_and_tax_out() {
        Measures overall = Measures.of(Map.of(
                "events", BigDecimal.TEN,
                "anomalies", BigDecimal.TWO,
                "orders.placed", BigDecimal.ONE,
                "units.ordered", BigDecimal.TWO,
                "amounts.EUR.gross", new BigDecimal("12"),
                "amounts.EUR.shipping", new BigDecimal("1.5"),
                "amounts.EUR.tax", BigDecimal.ONE,
                "amounts.EUR.cancelled", new BigDecimal("7"),
                "amounts.EUR.extrasCancelled", BigDecimal.ONE));
        assertThat(overall.summedOver(Level.LINES))
                .isEqualTo(Measures.of(Map.of(
                        "units.ordered", BigDecimal.TWO,
                        "amounts.EUR.gross", new BigDecimal("9.5"),
                        "amounts.EUR.cancelled", new BigDecimal("6"))));
        assertThat(overall.summedOver(Level.ORDERS))
                .isEqualTo(Measures.of(Map.of(
                        "orders.placed",
                        BigDecimal.ONE,
                        "units.ordered",
                        BigDecimal.TWO,
                        "amounts.EUR.gross",
                        new BigDecimal("12"),
                        "amounts.EUR.shipping",
                        new BigDecimal("1.5"),
                        "amounts.EUR.tax",
                        BigDecimal.ONE,
                        "amounts.EUR.cancelled",
                        new BigDecimal("7"))));
        assertThat(overall.summedOver(Level.OVERALL)).isEqualTo(Measures.ZERO);
    }
}
