package io.purchaseorders.benchmarks.fold;

import io.purchaseorders.benchmarks.Answer;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.history.ExportedHistory;
import io.purchaseorders.replay.history.OrderItems;
import io.purchaseorders.replay.totals.OrderTotals;
import io.purchaseorders.replay.totals.Periods;
import io.purchaseorders.replay.totals.Slice;
import io.purchaseorders.replay.totals.Totals;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ours, as {@code ./orders totals --export} has it; the currencies apart, since engines have rows of one currency. */
final class OurFold implements Fold {

    private static final long MEMORY = 512L << 20;
    private static final Periods DAYS = new Periods(ZoneOffset.UTC, Granularity.DAY);

    /** The totals of one thread by currency. */
    private static final class ByCurrency implements ExportedHistory.Orders {

        private final Map<String, Totals> totals = new TreeMap<>();

        @Override
        public void order(String orderId, OrderItems first, OrderItems second) {
            List<RecordedEvent> events = first.events();
            String currency = events.stream()
                    .map(RecordedEvent::event)
                    .filter(OrderPlaced.class::isInstance)
                    .map(OrderPlaced.class::cast)
                    .map(OrderPlaced::currency)
                    .findFirst()
                    .orElse("");
            OrderTotals.contribute(
                    orderId, events, totals.computeIfAbsent(currency, each -> new Totals(DAYS, Slice.ALL)));
        }
    }

    @Override
    public Iterable<String> answer(Path export) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        try (ExportedHistory history = new ExportedHistory(ExportFolder.under(export), List.of(), MEMORY, cores)) {
            history.read();
            Map<String, List<Totals>> parts = new TreeMap<>();
            for (ByCurrency part : history.forEachOrder(ByCurrency::new)) {
                part.totals.forEach((currency, totals) -> parts.computeIfAbsent(currency, each -> new ArrayList<>())
                        .add(totals));
            }
            Map<String, Totals> totals = new TreeMap<>();
            for (Map.Entry<String, List<Totals>> part : parts.entrySet()) {
                totals.put(part.getKey(), Totals.together(part.getValue(), cores));
            }
            return () -> rows(totals).iterator();
        }
    }

    private static List<String> rows(Map<String, Totals> byCurrency) {
        List<String> rows = new ArrayList<>();
        byCurrency.forEach((currency, totals) -> totals.forEach((row, measures) -> rows.add(
                row.aggregationKey() + " " + row.notation() + " " + currency + "=" + Answer.text(measures, currency))));
        return rows;
    }
}
