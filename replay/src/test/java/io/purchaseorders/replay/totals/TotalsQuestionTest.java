package io.purchaseorders.replay.totals;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.WrittenExports;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.history.ExportedHistory;
import io.purchaseorders.replay.totals.TotalsQuestion.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class TotalsQuestionTest {

    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("Australia/Lord_Howe"));

    @TempDir
    private Path folder;

    private static Answer answer(Path exports, TotalsQuestion question, int threads)
            throws IOException, InterruptedException {
        try (ExportedHistory history = new ExportedHistory(ExportFolder.under(exports), List.of(), 1 << 20, threads)) {
            history.read();
            return question.ask(history, threads);
        }
    }

    private static Map<RowKey, Measures> rows(Answer answer) {
        Map<RowKey, Measures> rows = new LinkedHashMap<>();
        answer.totals()
                .forEach((row, measures) -> assertThat(rows.put(row, measures)).isNull());
        assertThat(answer.totals().rowCount()).isEqualTo(rows.size());
        return rows;
    }

    /** The rows that the fold gives from scratch, put together by longer periods and sifted. */
    private static Map<RowKey, Measures> expected(List<RecordedEvent> events, TotalsQuestion question) {
        List<RecordedEvent> known = events.stream()
                .filter(event -> question.asOf().isEmpty()
                        || !event.event().occurredAt().isAfter(question.asOf().get()))
                .filter(event -> question.knownAt().isEmpty()
                        || !event.recordedAt().isAfter(question.knownAt().get()))
                .toList();
        Granularity granularity = question.periods().granularity();
        Map<RowKey, Measures> rows = new HashMap<>();
        Projections.fromScratch(known, question.periods().zone()).totals().forEach((row, measures) -> {
            if (!row.granularity().equals(Optional.of(Granularity.HOUR))) {
                return;
            }
            LocalDateTime hour = Granularity.HOUR.start(row.notation()).orElseThrow();
            String period = granularity.of(hour);
            if (question.key().map(row.aggregationKey()::equals).orElse(true)
                    && question.first().map(from -> from.compareTo(period) <= 0).orElse(true)
                    && question.last().map(to -> to.compareTo(period) >= 0).orElse(true)) {
                rows.merge(RowKey.of(row.aggregationKey(), granularity, hour), measures, Measures::plus);
            }
        });
        rows.values().removeIf(Measures::isZero);
        return rows;
    }

    private static TotalsQuestionBuilder question(Random random, List<RecordedEvent> events) {
        Granularity granularity = List.of(Granularity.values()).get(random.nextInt(Granularity.values().length));
        RecordedEvent some = events.get(random.nextInt(events.size()));
        Periods periods = new Periods(ZONES.get(random.nextInt(ZONES.size())), granularity);
        Optional<String> period = granularity == Granularity.TOTAL
                ? Optional.empty()
                : Optional.of(
                        new RowKey("ALL", periods.stored(periods.of(some.event().occurredAt()))).notation());
        return new TotalsQuestionBuilder()
                .periods(periods)
                .key(Optional.of("ALL").filter(key -> random.nextInt(3) == 0))
                .asOf(Optional.of(some.event().occurredAt()).filter(moment -> random.nextBoolean()))
                .knownAt(Optional.of(some.recordedAt()).filter(moment -> random.nextBoolean()))
                .first(period.filter(from -> random.nextInt(3) == 0))
                .last(period.filter(to -> random.nextInt(3) == 0));
    }

    @Test
    void the_totals_are_those_that_the_fold_gives_from_scratch() throws Exception {
        for (int round = 0; round < 30; round++) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            List<RecordedEvent> events = new RandomHistories(seed).recorded(1 + random.nextInt(100), 10);
            Path exports = WrittenExports.full(folder.resolve("round-" + round), "01-full", events);
            TotalsQuestion question = question(random, events).build();
            int threads = 1 + random.nextInt(8);
            assertThat(rows(answer(exports, question, threads)))
                    .as("seed %d, %d threads, %s", seed, threads, question)
                    .isEqualTo(expected(events, question));
        }
    }

    @Test
    void rows_come_by_projection_by_key_and_by_period() throws Exception {
        Path exports = WrittenExports.full(folder, "01-full", new RandomHistories(3).recorded(200, 8));
        TotalsQuestion question = new TotalsQuestionBuilder()
                .periods(new Periods(ZoneId.of("UTC"), Granularity.HOUR))
                .build();
        assertThat(List.copyOf(rows(answer(exports, question, 2)).keySet()))
                .isSortedAccordingTo((a, b) -> a.aggregationKey().equals(b.aggregationKey())
                        ? a.period().compareTo(b.period())
                        : a.aggregationKey().compareTo(b.aggregationKey()));
    }

    @Test
    void sums_are_exact_beyond_what_a_long_holds() throws Exception {
        List<RecordedEvent> events = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            events.add(placed(i, i % 2 == 0 ? "999999999999.999999" : "1.000001"));
        }
        Path exports = WrittenExports.full(folder, "01-full", events);
        for (int threads : new int[] {1, 4}) {
            TotalsQuestion question = new TotalsQuestionBuilder()
                    .periods(new Periods(ZoneId.of("UTC"), Granularity.TOTAL))
                    .build();
            assertThat(rows(answer(exports, question, threads))).isEqualTo(expected(events, question));
        }
    }

    private static RecordedEvent placed(int number, String price) {
        String detail = """
                {"eventId":"event","orderId":"order-%d","occurredAt":"2026-11-24T12:00:00Z","customerId":"customer",\
                "currency":"EUR","lines":[{"sku":"sku","quantity":"999.999999","unitPrice":%s}],"tax":"999999999999.5"}""".formatted(number, price);
        return new RecordedEvent(
                EventCodec.stored("OrderPlaced", detail), "shop", Instant.parse("2026-11-24T12:00:00Z"), detail);
    }

    @Test
    void events_that_were_changed_are_counted_once_and_named() throws Exception {
        List<RecordedEvent> events = new RandomHistories(5).recorded(20, 5);
        WrittenExports.full(folder, "01-full", events);
        RecordedEvent first = events.getFirst();
        WrittenExports.incremental(
                folder,
                "02-changed",
                List.of(new RecordedEvent(first.event(), "another", first.recordedAt(), first.detail())));
        TotalsQuestion question = new TotalsQuestionBuilder()
                .periods(new Periods(ZoneId.of("UTC"), Granularity.DAY))
                .build();
        Answer answer = answer(folder, question, 2);
        assertThat(rows(answer)).isEqualTo(expected(events, question));
        assertThat(answer.violations()).hasSize(1);
        assertThat(answer.events()).isEqualTo(events.size());
        assertThat(answer.orders()).isEqualTo(20);
    }
}
