package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.Decimals;
import io.purchaseorders.events.Names;
import io.purchaseorders.handlers.store.ShardStore;
import io.purchaseorders.handlers.store.TotalsStore;
import io.purchaseorders.handlers.store.TotalsStore.TotalsRow;
import io.purchaseorders.projections.ByCustomer;
import io.purchaseorders.projections.ByProduct;
import io.purchaseorders.projections.Granularity;
import io.purchaseorders.projections.MeasureNames;
import io.purchaseorders.projections.Measures;
import io.purchaseorders.projections.Overall;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Answers with the measures of one aggregation key, period by period. */
final class AggregateAnswers {

    private static final String AFTER = "after";

    private final TotalsStore totals;
    private final ShardStore shards;
    private final CursorCodec cursors;
    private final ZoneId zone;
    private final Clock clock;

    AggregateAnswers(TotalsStore totals, ShardStore shards, CursorCodec cursors, ZoneId zone, Clock clock) {
        this.totals = totals;
        this.shards = shards;
        this.cursors = cursors;
        this.zone = zone;
        this.clock = clock;
    }

    Answer aggregates(Request request) {
        Parameters parameters = new Parameters(request);
        String key = parameters.id(
                "aggregationKey",
                AggregateAnswers::isKey,
                "must be ALL, CUSTOMER#{customerId} or PRODUCT#{sku}, with the # sent as %23");
        Granularity granularity = parameters.oneOf("granularity", Granularity.class, Granularity.DAY);
        PeriodRange range = PeriodRange.read(parameters, granularity, LocalDateTime.ofInstant(clock.instant(), zone));
        int limit = parameters.limit();
        // The texts, not the range: the default one moves on with the clock between two pages.
        List<?> list = List.of(request.route(), key, granularity, parameters.text("from"), parameters.text("to"));
        PeriodRange asked = parameters
                .cursor(cursors, list)
                .map(position -> range.after(position.path(AFTER).asText()))
                .orElse(range);
        return parameters.ifFaultless(() -> {
            // Before the rows: what is complete by then is in them.
            ObjectNode freshness =
                    Freshness.of(shards.shards(), clock.instant()).toJson();
            ObjectNode body = JsonNodeFactory.instance
                    .objectNode()
                    .put("aggregationKey", key)
                    .put("granularity", granularity.name())
                    .put("timeZone", zone.getId())
                    .set("freshness", freshness);
            try (Stream<TotalsRow> rows = totals.totals(key, asked.firstDay(), asked.lastDay())) {
                Page page = Page.of(
                        new PeriodSums(rows.iterator(), asked),
                        limit,
                        AggregateAnswers::aggregate,
                        sum -> JsonNodeFactory.instance.objectNode().put(AFTER, sum.period()));
                return Answer.ok(page.writeTo(body, cursors, list));
            }
        });
    }

    private static boolean isKey(String key) {
        return key.equals(Overall.KEY)
                || Stream.of(ByCustomer.PREFIX, ByProduct.PREFIX)
                        .anyMatch(prefix -> key.startsWith(prefix) && Names.isName(key.substring(prefix.length())));
    }

    /** Every measure, zero or not; every currency that an event of the period touched. */
    private static JsonNode aggregate(PeriodSums.Sum sum) {
        Measures measures = sum.measures();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("period", sum.period());
        ObjectNode orders = json.putObject("orders");
        MeasureNames.ORDER_COUNTS.forEach(name -> count(orders, name, measures.get(MeasureNames.ORDERS + name)));
        ObjectNode units = json.putObject("units");
        MeasureNames.UNIT_COUNTS.forEach(
                name -> units.put(name, Decimals.plain(measures.get(MeasureNames.UNITS + name))));
        ObjectNode amounts = json.putObject("amounts");
        currencies(measures).forEach(currency -> amounts(amounts.putObject(currency), currency, measures));
        count(json, MeasureNames.ANOMALIES, measures.get(MeasureNames.ANOMALIES));
        return json;
    }

    private static void count(ObjectNode json, String name, BigDecimal value) {
        json.put(name, value.toBigIntegerExact());
    }

    private static SortedSet<String> currencies(Measures measures) {
        SortedSet<String> currencies = new TreeSet<>();
        measures.values().forEach((name, value) -> {
            String suffix = "." + MeasureNames.EVENTS;
            if (name.startsWith(MeasureNames.AMOUNTS) && name.endsWith(suffix) && value.signum() > 0) {
                currencies.add(name.substring(MeasureNames.AMOUNTS.length(), name.length() - suffix.length()));
            }
        });
        return currencies;
    }

    private static void amounts(ObjectNode json, String currency, Measures measures) {
        BigDecimal gross = measures.get(MeasureNames.amount(currency, MeasureNames.GROSS));
        BigDecimal cancelled = measures.get(MeasureNames.amount(currency, MeasureNames.CANCELLED));
        BigDecimal returned = measures.get(MeasureNames.amount(currency, MeasureNames.RETURNED));
        json.put("gross", Decimals.plain(gross))
                .put("cancelled", Decimals.plain(cancelled))
                .put("returned", Decimals.plain(returned))
                .put("net", Decimals.plain(gross.subtract(cancelled).subtract(returned)));
    }
}
