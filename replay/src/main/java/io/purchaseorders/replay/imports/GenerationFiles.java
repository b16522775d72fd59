package io.purchaseorders.replay.imports;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.replay.Parallel;
import io.purchaseorders.replay.history.ExportedHistory;
import io.purchaseorders.replay.history.ExportedHistory.Orders;
import io.purchaseorders.replay.history.OrderItems;
import io.purchaseorders.replay.totals.OrderTotals;
import io.purchaseorders.replay.totals.Periods;
import io.purchaseorders.replay.totals.SpilledTotals;
import io.purchaseorders.stores.BirthStore.Birth;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.GenerationLoad;
import io.purchaseorders.stores.QuarantineReader;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.dynamodb.LoadedItems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * Folds exports of the events table to the table of a generation: totals and orders' rows with their sets of applied
 * events, orders by day and the birth mark, and no checkpoint. What {@code GenerationLoad} loads into a table row by row,
 * for histories of any length: memory is bounded, and time grows with the number of events.
 */
public final class GenerationFiles {

    private final Wanted wanted;
    private final LoadedItems items = new LoadedItems();
    private final AtomicInteger writers = new AtomicInteger();
    private final AtomicLong dayItems = new AtomicLong();
    private final Map<String, List<QuarantinedEvent>> marks;

    /**
     * What is to be made.
     *
     * @param number of the generation
     * @param zone its reporting time zone
     * @param marks what is quarantined in the live generation
     * @param memory bytes that sums may take, beside the events
     */
    @Value.Builder
    public record Wanted(int number, ZoneId zone, List<QuarantinedEvent> marks, long memory, int threads) {}

    /**
     * What was made.
     *
     * @param events of the snapshot, applied or left out
     * @param items of the table
     * @param leftOut what stays in quarantine
     * @param unreadable items that are no events of this system; the aggregator quarantines them
     * @param violations events that were changed or removed after they were stored, in words
     */
    @Value.Builder
    public record Made(
            long events,
            long orders,
            long items,
            int files,
            List<QuarantinedEvent> leftOut,
            long unreadable,
            List<String> violations) {}

    private GenerationFiles(Wanted wanted) {
        this.wanted = wanted;
        this.marks = wanted.marks().stream()
                .collect(Collectors.groupingBy(mark -> mark.event().orderId()));
    }

    /**
     * Writes the data files.
     *
     * @param history that was read, its events verified by their codes where there is a key
     * @param folder is made, and gets nothing else than data files
     */
    public static Made write(ExportedHistory history, Wanted wanted, Path folder)
            throws IOException, InterruptedException {
        return new GenerationFiles(wanted).write(history, Files.createDirectories(folder));
    }

    private Made write(ExportedHistory history, Path folder) throws IOException, InterruptedException {
        Periods hours = new Periods(wanted.zone(), Granularity.HOUR);
        try (SpilledTotals sums = new SpilledTotals(hours, wanted.memory(), wanted.threads(), history.itemCount())) {
            List<OrderRows> orders = history.forEachOrder(() -> new OrderRows(folder, sums.part()));
            Parallel.all(
                    wanted.threads(), orders.stream().map(OrderRows::finished).toList());
            // What is quarantined for its row and came after the snapshot is left to the stream.
            Set<QuarantinedEvent> leftOut = wanted.marks().stream()
                    .filter(mark -> !QuarantineReader.isOfRow(mark.reason()))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            orders.forEach(each -> leftOut.addAll(each.unfoldable));
            long applied = orders.stream().mapToLong(each -> each.events).sum();
            List<ImportFiles> written = new ArrayList<>(totals(sums, folder));
            orders.forEach(each -> written.add(each.files));
            written.add(birth(folder, applied + leftOut.size()));
            return new MadeBuilder()
                    .events(applied + leftOut.size())
                    .orders(orders.stream().mapToLong(each -> each.orders).sum())
                    .items(written.stream().mapToLong(ImportFiles::items).sum())
                    .files(written.stream().mapToInt(ImportFiles::files).sum())
                    .leftOut(List.copyOf(leftOut))
                    .unreadable(history.withoutKey()
                            + history.forged().size()
                            + orders.stream().mapToLong(each -> each.unreadable).sum())
                    .violations(orders.stream()
                            .flatMap(each -> each.violations.stream())
                            .sorted()
                            .toList())
                    .build();
        }
    }

    private ImportFiles files(Path folder) {
        return new ImportFiles(folder, writers.getAndIncrement());
    }

    private List<ImportFiles> totals(SpilledTotals sums, Path folder) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        return Parallel.onEach(wanted.threads(), () -> {
            try (ImportFiles files = files(folder)) {
                LongerSums rows = new LongerSums((row, measures) -> files.write(items.totals(row, measures)));
                for (int i = next.getAndIncrement(); i < sums.count(); i = next.getAndIncrement()) {
                    rows.write(sums.read(i));
                }
                return files;
            }
        });
    }

    private ImportFiles birth(Path folder, long events) throws IOException {
        try (ImportFiles files = files(folder)) {
            files.write(items.birth(new Birth(wanted.number(), wanted.zone(), events)));
            return files;
        }
    }

    /** Writes orders' rows and orders by day, and adds up totals. For one thread. */
    private final class OrderRows implements Orders {

        private final SpilledTotals.Part totals;
        private final ImportFiles files;
        private final DayBuffer days;
        private final Set<QuarantinedEvent> unfoldable = new HashSet<>();
        private final List<String> violations = new ArrayList<>();
        private long events;
        private long orders;
        private long unreadable;

        OrderRows(Path folder, SpilledTotals.Part totals) {
            this.totals = totals;
            this.files = files(folder);
            this.days = new DayBuffer(items, files, dayItems);
        }

        @Override
        public void order(String orderId, OrderItems first, OrderItems second) {
            violations.addAll(first.violations());
            List<RecordedEvent> readable = first.events();
            unreadable += first.size() - readable.size();
            List<RecordedEvent> kept = kept(orderId, readable);
            if (kept.isEmpty()) {
                return;
            }
            events += kept.size();
            orders++;
            OrderTotals.contribute(orderId, kept, totals);
            try {
                files.write(items.order(OrderRow.of(orderId, kept)));
                Set<OrderOnDay> onDays = new HashSet<>();
                for (RecordedEvent event : kept) {
                    OrderOnDay day = OrderOnDay.of(event.event(), wanted.zone());
                    if (onDays.add(day)) {
                        days.add(day);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private List<RecordedEvent> kept(String orderId, List<RecordedEvent> readable) {
            List<QuarantinedEvent> ofOrder = marks.getOrDefault(orderId, List.of());
            if (ofOrder.isEmpty()) {
                return readable;
            }
            Set<QuarantinedEvent> left = GenerationLoad.leftOut(readable, ofOrder, items::fits);
            List<RecordedEvent> kept = GenerationLoad.without(left, readable);
            Set<EventRef> stored = readable.stream()
                    .map(event -> new EventRef(
                            event.event().orderId(), event.event().key().timestamp()))
                    .collect(Collectors.toSet());
            left.stream().filter(mark -> stored.contains(mark.event())).forEach(unfoldable::add);
            return kept;
        }

        /** Writes what is still held. */
        Callable<OrderRows> finished() {
            return () -> {
                totals.spill();
                days.finish();
                files.close();
                return this;
            };
        }
    }
}
