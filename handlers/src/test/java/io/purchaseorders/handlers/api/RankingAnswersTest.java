package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.Decimals;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.api.Numbers.At;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projection;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionWriter.Addition;
import io.purchaseorders.stores.ShardCursor;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Rankings and lists of keys, against sums that know no rows and no directory. */
@NullMarked
class RankingAnswersTest {

    private static final Instant FIRST = Instant.parse("2025-12-28T20:00:00Z");
    private static final List<String> CURRENCIES = List.of("EUR", "GBP", "JPY", "USD");
    private static final Map<String, String> PREFIXES = Map.of("customers", "CUSTOMER#", "products", "PRODUCT#");

    private final ApiFixture fixture = new ApiFixture();

    /** Orders of three customers and few products, some weeks apart over two years, each as hostile as it can be. */
    private static List<RecordedEvent> hostile(long seed) {
        List<OrderEvent> events = new ArrayList<>();
        Random random = new Random(seed);
        for (int order = 0; order < 12; order++) {
            Instant first = FIRST.plus(Duration.ofDays(random.nextInt(60) * 7L));
            events.addAll(
                    new RandomHistories(random.nextLong(), first).history("order-" + order, 1 + random.nextInt(6)));
        }
        return IntStream.range(0, events.size())
                .mapToObj(i -> Samples.recorded(events.get(i), ApiFixture.NOW.plusSeconds(i)))
                .toList();
    }

    private record Expected(String key, BigDecimal value) {}

    private static List<Expected> expected(
            Map<At, Measures> sums,
            String of,
            Granularity granularity,
            String period,
            String measure,
            String currency) {
        List<Expected> expected = new ArrayList<>();
        sums.forEach((at, measures) -> {
            if (at.key().startsWith(PREFIXES.getOrDefault(of, ""))
                    && at.granularity() == granularity
                    && at.period().equals(period)
                    && measures.get(Measure.EVENTS).signum() > 0
                    && (currency.isEmpty() || measures.currencies().contains(currency))) {
                expected.add(new Expected(at.key(), Decimals.normalized(value(measures, measure, currency))));
            }
        });
        expected.sort(Comparator.comparing(Expected::value).reversed().thenComparing(Expected::key));
        return expected;
    }

    private static BigDecimal value(Measures measures, String measure, String currency) {
        return measure.equals("net")
                ? measures.get(Measure.GROSS, currency)
                        .subtract(measures.get(Measure.CANCELLED, currency))
                        .subtract(measures.get(Measure.RETURNED, currency))
                : measures.get(currency.isEmpty() ? measure : "amounts." + currency + "." + measure);
    }

    @Test
    void every_ranking_is_that_of_a_fold_from_scratch() {
        for (long seed = 0; seed < 15; seed++) {
            ApiFixture random = new ApiFixture();
            List<RecordedEvent> stored = hostile(seed);
            random.store(stored);
            Map<At, Measures> sums = Numbers.independently(stored);
            for (Granularity granularity : Months.GRANULARITIES) {
                for (String period : periods(sums.keySet(), granularity)) {
                    for (String of : PREFIXES.keySet()) {
                        for (String[] measure : measures(of)) {
                            List<Expected> expected = expected(sums, of, granularity, period, measure[0], measure[1]);
                            assertThat(ranking(random, of, granularity, period, measure[0], measure[1]))
                                    .as("seed %d, %s of %s in %s", seed, List.of(measure), of, period)
                                    .isEqualTo(expected);
                        }
                    }
                }
            }
        }
    }

    @Test
    void every_list_of_keys_is_that_of_a_fold_from_scratch_with_the_totals_of_its_period() {
        for (long seed = 0; seed < 15; seed++) {
            ApiFixture random = new ApiFixture();
            List<RecordedEvent> stored = hostile(seed);
            random.store(stored);
            Map<At, Measures> sums = Numbers.independently(stored);
            for (String of : PREFIXES.keySet()) {
                String schema = of.equals("customers") ? "CustomerList" : "ProductList";
                for (Granularity granularity : Months.GRANULARITIES) {
                    for (String period : periods(sums.keySet(), granularity)) {
                        List<String> keys = expected(sums, of, granularity, period, "units.ordered", "").stream()
                                .map(Expected::key)
                                .sorted()
                                .toList();
                        List<JsonNode> items =
                                random.all(schema, "/" + of, 2, "granularity", granularity.name(), "period", period);
                        assertThat(items.stream().map(RankingAnswersTest::key)).containsExactlyElementsOf(keys);
                        items.forEach(item -> assertThat(Numbers.flat(item.path("aggregate")))
                                .isEqualTo(Numbers.shown(
                                        sums.getOrDefault(new At(key(item), granularity, period), Measures.ZERO))));
                        if (granularity == Granularity.TOTAL) {
                            assertThat(random.all(schema, "/" + of, 3).stream().map(RankingAnswersTest::key))
                                    .containsExactlyElementsOf(keys);
                        }
                    }
                }
            }
        }
    }

    private static String key(JsonNode item) {
        return item.path("aggregationKey").asText();
    }

    private static List<String> periods(Collection<At> totals, Granularity granularity) {
        return totals.stream()
                .filter(at -> at.granularity() == granularity)
                .map(At::period)
                .distinct()
                .sorted()
                .toList();
    }

    /** Every name with every currency, or none. */
    private static List<String[]> measures(String of) {
        Measure.Level level = Projections.ALL.stream()
                .filter(projection -> projection.keys().prefix().equals(PREFIXES.get(of)))
                .map(Projection::level)
                .findFirst()
                .orElseThrow();
        return RankedBy.names(level).stream()
                .flatMap(name -> name.contains(".") || name.equals("anomalies")
                        ? List.<String[]>of(new String[] {name, ""}).stream()
                        : CURRENCIES.stream().map(currency -> new String[] {name, currency}))
                .toList();
    }

    private static List<Expected> ranking(
            ApiFixture api, String of, Granularity granularity, String period, String measure, String currency) {
        List<String> query = new ArrayList<>(List.of(
                "of", of, "granularity", granularity.name(), "period", period, "measure", measure, "limit", "100"));
        if (!currency.isEmpty()) {
            query.addAll(List.of("currency", currency));
        }
        JsonNode items =
                api.ok("Ranking", "/rankings", query.toArray(String[]::new)).path("items");
        List<Expected> ranked = new ArrayList<>();
        for (JsonNode item : items) {
            assertThat(item.path("rank").intValue()).isEqualTo(ranked.size() + 1);
            assertThat(item.path("value").isIntegralNumber())
                    .isEqualTo(measure.startsWith("orders.") || measure.equals("anomalies"));
            ranked.add(new Expected(
                    key(item),
                    Decimals.normalized(new BigDecimal(item.path("value").asText()))));
        }
        return ranked;
    }

    private void place(String orderId, String customer, String price) {
        fixture.store(new OrderPlaced(
                new Header("e", orderId, Instant.parse("2026-11-20T12:00:00Z")),
                customer,
                "EUR",
                Samples.content(Samples.line("s", "1", price))));
    }

    @Test
    void the_largest_come_first_ties_by_key_and_no_more_than_asked_for() {
        place("o1", "c", "5");
        place("o2", "a", "5");
        place("o3", "b", "7.5");
        place("o4", "d", "1");
        String[] query = {
            "of", "customers", "granularity", "MONTH", "period", "2026-11", "measure", "net", "currency", "EUR"
        };
        assertThat(fixture.ok("Ranking", "/rankings", query).path("items").toString())
                .isEqualTo("[{\"rank\":1,\"aggregationKey\":\"CUSTOMER#b\",\"customerId\":\"b\",\"value\":\"7.5\"},"
                        + "{\"rank\":2,\"aggregationKey\":\"CUSTOMER#a\",\"customerId\":\"a\",\"value\":\"5\"},"
                        + "{\"rank\":3,\"aggregationKey\":\"CUSTOMER#c\",\"customerId\":\"c\",\"value\":\"5\"},"
                        + "{\"rank\":4,\"aggregationKey\":\"CUSTOMER#d\",\"customerId\":\"d\",\"value\":\"1\"}]");
        List<String> two = new ArrayList<>(List.of(query));
        two.addAll(List.of("limit", "2"));
        assertThat(fixture.ok("Ranking", "/rankings", two.toArray(String[]::new))
                        .path("items")
                        .findValuesAsText("customerId"))
                .containsExactly("b", "a");
    }

    @Test
    void every_bad_parameter_is_named() {
        assertThat(fixture.faulty("/rankings")).containsExactly("of", "granularity", "measure");
        assertThat(fixture.faulty(
                        "/rankings", "of", "orders", "granularity", "DAY", "measure", "profit", "limit", "101"))
                .containsExactly("of", "granularity", "measure", "limit");
        assertThat(fixture.faulty("/rankings", "of", "products", "granularity", "TOTAL", "measure", "net"))
                .containsExactly("currency");
        assertThat(fixture.faulty(
                        "/rankings", "of", "products", "granularity", "TOTAL", "measure", "net", "currency", "eur"))
                .containsExactly("currency");
        assertThat(fixture.faulty(
                        "/rankings",
                        "of",
                        "products",
                        "granularity",
                        "MONTH",
                        "measure",
                        "units.ordered",
                        "currency",
                        "EUR",
                        "period",
                        "2026"))
                .containsExactlyInAnyOrder("currency", "period");
        assertThat(fixture.faulty("/customers", "period", "2026-11")).containsExactly("period");
        assertThat(fixture.faulty("/customers", "granularity", "DAY", "period", "2026-11-23"))
                .containsExactly("granularity");
        assertThat(fixture.faulty("/products", "granularity", "MONTH", "prefix", "a#"))
                .containsExactlyInAnyOrder("period", "prefix");
    }

    @Test
    void a_measure_that_products_do_not_have_is_a_problem_that_names_those_that_they_have() {
        var response = fixture.get("/rankings", "of", "products", "granularity", "TOTAL", "measure", "orders.placed");
        assertThat(response.getStatusCode()).isEqualTo(400);
        assertThat(response.getBody())
                .contains(
                        "must be one of [units.ordered, units.cancelled, units.returned, gross, cancelled, returned, net]");
    }

    @Test
    void more_than_fifty_thousand_keys_are_a_problem_that_says_what_to_do() {
        Measures one = Measures.of(Map.of("events", BigDecimal.ONE));
        SequenceNumber at = SequenceNumber.of("1");
        for (int i = 0; i < 50_001; i++) {
            RowKey row = new RowKey("CUSTOMER#" + i, i == 0 ? "M#2026-10" : "M#2026-11");
            fixture.totals.add(new Addition(row, one, new ShardCursor(1, 0, List.of()), at, at));
        }
        String[] month = {"of", "customers", "granularity", "MONTH", "period", "2026-11", "measure", "anomalies"};
        assertThat(fixture.ok("Ranking", "/rankings", month).path("items")).hasSize(10);
        var response = fixture.get(
                "/rankings", "of", "customers", "granularity", "YEAR", "period", "2026", "measure", "anomalies");
        assertThat(response.getStatusCode()).isEqualTo(400);
        assertThat(response.getBody()).contains("more than 50000 keys").contains("ask for a MONTH");
    }

    @Test
    void names_are_found_by_what_they_begin_with() {
        place("o1", "anna", "5");
        place("o2", "ann", "5");
        place("o3", "bob", "5");
        assertThat(fixture.ok("CustomerList", "/customers", "prefix", "ann")
                        .path("items")
                        .toString())
                .isEqualTo("[{\"aggregationKey\":\"CUSTOMER#ann\",\"customerId\":\"ann\"},"
                        + "{\"aggregationKey\":\"CUSTOMER#anna\",\"customerId\":\"anna\"}]");
        assertThat(fixture.ok("CustomerList", "/customers", "prefix", "c").path("items"))
                .isEmpty();
    }

    @Test
    void a_key_that_lost_all_of_its_events_is_in_no_list() {
        place("o1", "c", "5");
        Measures taken = Measures.of(Map.of("events", BigDecimal.ONE)).negated();
        SequenceNumber at = SequenceNumber.of("99");
        fixture.totals.add(
                new Addition(new RowKey("CUSTOMER#c", "M#2026-11"), taken, new ShardCursor(1, 0, List.of()), at, at));
        assertThat(fixture.ok("CustomerList", "/customers").path("items")).isEmpty();
        assertThat(fixture.ok("CustomerList", "/customers", "granularity", "TOTAL")
                        .path("items"))
                .isEmpty();
    }
}
