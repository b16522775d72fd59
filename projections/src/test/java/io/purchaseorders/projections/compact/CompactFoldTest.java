package io.purchaseorders.projections.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.EventType;
import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.projections.ByCustomer;
import io.purchaseorders.projections.ByProduct;
import io.purchaseorders.projections.History;
import io.purchaseorders.projections.Hour;
import io.purchaseorders.projections.MeasureNames;
import io.purchaseorders.projections.Measures;
import io.purchaseorders.projections.Overall;
import io.purchaseorders.projections.Projections;
import io.purchaseorders.projections.RowKey;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The compact fold is the fold: the same contributions for any history, in any order, delivered any number of times. */
class CompactFoldTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("laws.seeds", 1_500))
                .map(seed -> seed + Long.getLong("laws.first", 0L));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void it_adds_what_the_fold_adds(long seed) {
        Random random = new Random(seed);
        Map<String, List<RecordedEvent>> histories = new RandomHistories(seed)
                .recorded(3, 9).stream()
                        .collect(Collectors.groupingBy(event -> event.event().orderId()));
        histories.forEach((orderId, stored) -> {
            List<RecordedEvent> delivered = new ArrayList<>(stored);
            delivered.addAll(stored.subList(0, random.nextInt(stored.size() + 1)));
            Collections.shuffle(delivered, random);
            assertThat(compactly(delivered)).isEqualTo(fromScratch(orderId, stored));
        });
    }

    @Test
    void what_is_too_wide_for_longs_is_folded_all_the_same() {
        List<RecordedEvent> stored = List.of(
                placed(new OrderLine("a", new BigDecimal("999999999999"), new BigDecimal("999.5"), BigDecimal.ZERO)));
        assertThat(compactly(stored)).isEqualTo(fromScratch("o", stored)).isNotEmpty();
        stored = List.of(
                placed(new OrderLine("a", new BigDecimal("1.000001"), new BigDecimal("0.000001"), BigDecimal.ZERO)));
        assertThat(compactly(stored)).isEqualTo(fromScratch("o", stored)).isNotEmpty();
    }

    @Test
    void an_amount_is_exact_or_wide() {
        assertThat(CompactEvent.amount(2_000_000, 9_950_000, 500_000)).isEqualTo(19_400_000);
        assertThat(CompactEvent.amount(1_500_000, 10_000, 0)).isEqualTo(15_000);
        assertThat(CompactEvent.amount(1_000_001, 1, 0)).isEqualTo(CompactEvent.WIDE);
        assertThat(CompactEvent.amount(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, 0))
                .isEqualTo(CompactEvent.WIDE);
        assertThat(CompactEvent.amount(1_000_000, 1, 2)).isEqualTo(-1);
    }

    @Test
    void a_record_keeps_all_that_a_fold_asks_for() {
        for (RecordedEvent event : new RandomHistories(1).recorded(200, 8)) {
            RecordedEvent read = CompactEvents.read(CompactEvents.write(event, 0), 0);
            assertThat(read.recordedAt()).isEqualTo(event.recordedAt());
            assertThat(read.event().key()).isEqualTo(event.event().key());
            if (event.event().type() != EventType.ORDER_SHIPPED && event.event().type() != EventType.ORDER_CANCELLED) {
                assertThat(read.event()).isEqualTo(event.event());
            }
        }
    }

    @Test
    void currencies_keep_their_letters() {
        for (String code : List.of("AAA", "EUR", "ZZZ")) {
            assertThat(CompactEvent.currency(CompactEvent.currency(code.charAt(0), code.charAt(1), code.charAt(2))))
                    .isEqualTo(code);
        }
    }

    private static RecordedEvent placed(OrderLine line) {
        Instant at = Instant.parse("2026-11-23T10:00:00Z");
        var event = new OrderPlaced(
                new Header("e", "o", at), "c", "EUR", new Content(List.of(line), BigDecimal.ZERO, BigDecimal.ONE));
        RecordedEvent recorded = Samples.recorded(event, at);
        assertThat(EventCodec.stored("OrderPlaced", recorded.detail())).isEqualTo(event);
        return recorded;
    }

    private static Map<RowKey, Measures> fromScratch(String orderId, List<RecordedEvent> stored) {
        return Projections.contributions(History.of(stored).steps(orderId), ZONE);
    }

    private static Map<RowKey, Measures> compactly(List<RecordedEvent> stored) {
        List<byte[]> records =
                stored.stream().map(event -> CompactEvents.write(event, 0)).toList();
        byte[] arena =
                new byte[records.stream().mapToInt(record -> record.length).sum() + CompactEvent.IDS];
        int[] offsets = new int[records.size()];
        int at = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            System.arraycopy(records.get(i), 0, arena, at, records.get(i).length);
            at += records.get(i).length;
        }
        NamedSums sums = new NamedSums();
        new CompactFold(ZONE, sums).fold(arena, offsets, offsets.length);
        sums.rows.values().removeIf(Measures::isZero);
        return sums.rows;
    }

    /** Adds up by name, one BigDecimal after another. */
    private static final class NamedSums implements Sums {

        private final Map<RowKey, Measures> rows = new HashMap<>();
        private final List<String> names = new ArrayList<>();

        private void add(String key, long seconds, Map<String, BigDecimal> named) {
            Hour hour = Hour.of(Instant.ofEpochSecond(seconds), ZONE);
            rows.merge(RowKey.of(key, hour), RowKey.inHour(hour, Measures.of(named)), Measures::plus);
        }

        private static Map<String, BigDecimal> named(int currency, int kind, long units, long amount) {
            Map<String, BigDecimal> named = new HashMap<>();
            named.put(MeasureNames.EVENTS, BigDecimal.ONE);
            if (kind >= 0) {
                String letters = CompactEvent.currency(currency);
                named.put(CountNames.units(kind), decimal(units));
                named.put(CountNames.amount(letters, kind), decimal(amount));
                named.put(MeasureNames.amount(letters, MeasureNames.EVENTS), BigDecimal.ONE);
            }
            return named;
        }

        private static BigDecimal decimal(long value) {
            return BigDecimal.valueOf(value, CompactEvent.SCALE);
        }

        @Override
        public int customer(byte[] bytes, int from, int length) {
            return numberOf(ByCustomer.PREFIX + new String(bytes, from, length, StandardCharsets.UTF_8));
        }

        @Override
        public int product(byte[] bytes, int from, int length) {
            return numberOf(ByProduct.PREFIX + new String(bytes, from, length, StandardCharsets.UTF_8));
        }

        private int numberOf(String name) {
            if (!names.contains(name)) {
                names.add(name);
            }
            return names.indexOf(name);
        }

        @Override
        public void order(
                int customer, long seconds, int currency, int count, int kind, long units, long amount, long extras) {
            Map<String, BigDecimal> named = named(currency, kind, units, amount);
            CountNames.count(count).ifPresent(name -> named.put(name, BigDecimal.ONE));
            if (customer != NOBODY) {
                add(names.get(customer), seconds, named);
            }
            if (extras != 0) {
                named.put(
                        MeasureNames.amount(
                                CompactEvent.currency(currency),
                                kind == CANCELLED ? MeasureNames.EXTRAS_CANCELLED : MeasureNames.EXTRAS),
                        decimal(extras));
            }
            add(Overall.KEY, seconds, named);
        }

        @Override
        public void product(int product, long seconds, int currency, int kind, long units, long amount) {
            add(names.get(product), seconds, named(currency, kind, units, amount));
        }

        @Override
        public void wide(Map<RowKey, Measures> contributions) {
            contributions.forEach((row, measures) -> rows.merge(row, measures, Measures::plus));
        }

        @Override
        public void violation(byte[] bytes, int record, boolean removed) {
            throw new AssertionError("nothing was changed");
        }
    }
}
