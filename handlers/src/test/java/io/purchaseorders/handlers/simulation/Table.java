package io.purchaseorders.handlers.simulation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.NoContext;
import io.purchaseorders.handlers.aggregator.Aggregators;
import io.purchaseorders.handlers.aggregator.OrderAggregator;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionReader.TotalsRow;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.LocalTables;
import io.purchaseorders.stores.dynamodb.StoredNames;
import io.purchaseorders.stream.Action;
import io.purchaseorders.stream.StreamRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The two tables, the stream of one of them, and the function on them, whose writes pass by the running invocation. */
@NullMarked
final class Table implements Invocation.Mail {

    /** A write that its sender has given up. */
    private record Late(Supplier<String> what, Effects.Write write) {}

    private final Ports ports;
    private final Route route;
    private final Trace trace;
    private final StreamModel stream;
    private final Effects effects;
    private final Ports watched;
    private final Expectation expected;
    private final Map<String, DynamodbStreamRecord> records;
    private final List<Late> late = new ArrayList<>();
    private final Writers writers = new Writers();
    private final Map<Release, OrderAggregator> releases = new EnumMap<>(Release.class);
    private final Map<Release, OrderAggregator> hurried = new EnumMap<>(Release.class);
    private Release deployed = Release.NEWEST;
    private int time;
    private @Nullable Invocation running;

    Table(Ports ports, Route route, Trace trace) {
        this(ports, route, trace, new StreamModel(), new Expectation(), new HashMap<>());
    }

    /** The same events and stream, with projections of another generation. */
    Table nextGeneration(Ports other) {
        return new Table(other, route, trace, stream, expected, records);
    }

    private Table(
            Ports ports,
            Route route,
            Trace trace,
            StreamModel stream,
            Expectation expected,
            Map<String, DynamodbStreamRecord> records) {
        this.stream = stream;
        this.expected = expected;
        this.records = records;
        this.ports = ports;
        this.route = route;
        this.trace = trace;
        this.effects = new Effects(ports, this::pass);
        this.watched = effects.watched();
        CodecVersions versions = new CodecVersions();
        for (Release release : Release.values()) {
            Ports own = versions.seenBy(release, watched);
            releases.put(release, Aggregators.on(own, stream::listed, ZoneOffset.UTC, writers));
            hurried.put(release, Aggregators.recordByRecord(own, stream::listed, ZoneOffset.UTC, writers));
        }
    }

    StreamModel stream() {
        return stream;
    }

    private @Nullable Object pass(Supplier<String> what, Effects.Write write) throws Exception {
        Invocation current = running;
        return current == null ? write.send() : current.pass(what, write);
    }

    void arrive(RecordedEvent event, Instant now) {
        ports.events().append(event);
        expected.arrived(event);
        append("INSERT", EventItem.write(event, LocalTables.CODES), now);
    }

    void poison(Step.Poison.Kind kind, String orderId, Instant now) {
        Map<String, String> item = new HashMap<>(Map.of(
                StoredNames.ORDER_ID,
                orderId,
                StoredNames.TIMESTAMP,
                "2026-11-01T00:00:00.000000000Z#poison-" + records.size(),
                StoredNames.TYPE,
                "OrderMislaid"));
        if (kind != Step.Poison.Kind.FORGED) {
            item.put(StoredNames.MAC, LocalTables.codeOf(item));
        }
        boolean isNew = kind == Step.Poison.Kind.UNREADABLE || kind == Step.Poison.Kind.FORGED;
        String sequenceNumber = append(isNew ? "INSERT" : kind.name(), item, now);
        expected.poisoned(kind, item, sequenceNumber);
    }

    private String append(String kind, Map<String, String> item, Instant now) {
        DynamodbStreamRecord record = Transport.record(kind, item);
        String number = stream.append(item.getOrDefault(StoredNames.ORDER_ID, ""), now, "{}");
        record.getDynamodb().setSequenceNumber(number);
        records.put(number, record);
        return number;
    }

    /** Calls the function, until it ends or stands still. */
    Invocation invoke(String shardId, Action.Invoke invoke, Fault fault) {
        List<DynamodbStreamRecord> batch = new ArrayList<>();
        for (StreamRecord record : invoke.records()) {
            batch.add(Objects.requireNonNull(records.get(record.sequenceNumber())));
        }
        OrderAggregator function = Objects.requireNonNull((time == 0 ? releases : hurried).get(deployed));
        Context context = time == 0 ? NoContext.INSTANCE : ShortOfTime.after(time);
        Invocation invocation = new Invocation(
                event -> route.call(event, each -> function.handleRequest(each, context)),
                Transport.event(shardId, invoke, batch),
                fault,
                this,
                trace);
        writers.order(fault.order());
        during(invocation, invocation::start);
        return invocation;
    }

    /** @param records that an invocation has time for, 0 for any number */
    void hurry(int records) {
        time = records;
    }

    void deploy(Release release) {
        deployed = release;
    }

    void resume(Invocation invocation, int writes) {
        during(invocation, () -> invocation.resume(writes));
    }

    private void during(Invocation invocation, Runnable run) {
        running = invocation;
        run.run();
        running = null;
    }

    @Override
    public void late(Supplier<String> what, Effects.Write write) {
        late.add(new Late(what, write));
    }

    void land(int number) {
        if (!late.isEmpty()) {
            Late write = Simulation.chosen(late, number);
            late.remove(write);
            land(write);
        }
    }

    void landAll() {
        late.forEach(this::land);
        late.clear();
    }

    private void land(Late write) {
        trace.say(() -> "reaches the table late: " + write.what().get());
        try {
            write.write().send();
        } catch (Exception refused) {
            trace.say(() -> "and is refused: " + refused);
        }
    }

    void spoil(int number, boolean onlySums) {
        List<RowKey> rows = ports.totals()
                .allTotals()
                .map(TotalsRow::key)
                .map(RowKey::home)
                .distinct()
                .sorted(Comparator.comparing(RowKey::aggregationKey).thenComparing(RowKey::period))
                .toList();
        if (!rows.isEmpty()) {
            RowKey row = Simulation.chosen(rows, number);
            trace.say(() -> "that is " + row);
            effects.spoil(row, onlySums);
        }
    }

    void givenUp(List<StreamRecord> given) {
        expected.givenUp(given);
    }

    Ports ports() {
        return ports;
    }

    Optional<String> difference() {
        return expected.difference(ports, stream);
    }

    /** The same of a later generation, which has seen what the stream had not forgotten. */
    Optional<String> differenceOfNext(long forgotten) {
        return expected.differenceOfNext(ports, stream, forgotten)
                .map(difference -> "in the second generation: " + difference);
    }
}
