package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.api.http.Page;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Problem;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.MeasuresJson;
import io.purchaseorders.stores.ProjectionReader.TotalsRow;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Answers with the measures of one aggregation key, period by period: as stored, or as of a moment. */
final class AggregateAnswers {

    private static final String AFTER = "after";
    private static final String PERIOD = "period";

    private final ApiStores stores;
    private final Supplier<Progress> progress;
    private final CursorCodec cursors;
    private final ZoneId zone;
    private final Clock clock;

    AggregateAnswers(ApiStores stores, Supplier<Progress> progress, CursorCodec cursors, ZoneId zone, Clock clock) {
        this.stores = stores;
        this.progress = progress;
        this.cursors = cursors;
        this.zone = zone;
        this.clock = clock;
    }

    Answer aggregates(Request request) {
        Instant now = clock.instant();
        Parameters parameters = new Parameters(request);
        if (PointInTime.isAskedFor(parameters) && !request.holdsOneOf(Question.EXPLAIN.scopes())) {
            return Problem.forbidden(request.path(), Question.EXPLAIN.scopes());
        }
        AggregationKey key = AggregationKey.read(parameters);
        Granularity granularity = parameters.oneOf("granularity", Granularity.class, Granularity.DAY);
        PointInTime pointInTime = PointInTime.read(parameters);
        PeriodRange range =
                PeriodRange.read(parameters, granularity, LocalDateTime.ofInstant(pointInTime.latest(now), zone));
        int limit = parameters.limit();
        // The texts, not the range: the default one moves on with the clock between two pages.
        List<?> list =
                List.of(request.route(), key, granularity, parameters.text("from"), parameters.text("to"), pointInTime);
        PeriodRange asked = parameters
                .cursor(cursors, list)
                .map(position -> range.after(position.path(AFTER).asText()))
                .orElse(range);
        return parameters.ifFaultless(() -> {
            ObjectNode body = JsonNodeFactory.instance
                    .objectNode()
                    .put("aggregationKey", key.text())
                    .put("granularity", granularity.name())
                    .put("timeZone", zone.getId());
            return pointInTime.isNone()
                    ? stored(body, key, asked, limit, list, request)
                    : asOf(
                            body,
                            new Contributions(key, asked, pointInTime, zone, stores.quarantinedEvents()),
                            now,
                            limit,
                            list,
                            request);
        });
    }

    /** One query, of the longest stored periods that add up to the asked ones. */
    private Answer stored(
            ObjectNode body, AggregationKey key, PeriodRange range, int limit, List<?> list, Request request) {
        // Before the rows: what is complete by then is in them.
        body.set("freshness", Freshness.of(progress.get(), clock.instant()).toJson());
        Granularity stored = key.summedFrom(range.granularity());
        try (Stream<TotalsRow> rows =
                stores.projections().totals(key.text(), stored, range.first(stored), range.last(stored))) {
            Page page = page(new PeriodSums(rows.iterator(), range), limit);
            return Answer.list(page.writeTo(body, cursors, list), request, PERIOD);
        }
    }

    private Answer asOf(ObjectNode body, Contributions asked, Instant now, int limit, List<?> list, Request request) {
        // Before the orders: those of what is complete by then are found.
        Freshness freshness = Freshness.of(progress.get(), now).of(asked.pointInTime());
        AsOfSums sums = AsOfSums.of(stores.events(), Candidates.of(stores, asked, Optional.empty(), now), asked);
        if (!sums.isWhole()) {
            return AsOfSums.tooMuch(request.path(), asked.pointInTime());
        }
        body.set("freshness", freshness.toJson());
        sums.leftOut().writeTo(body);
        return sums.leftOut()
                .tell(Answer.list(page(sums.iterator(), limit).writeTo(body, cursors, list), request, PERIOD));
    }

    private static Page page(Iterator<PeriodSums.Sum> sums, int limit) {
        return Page.of(
                sums,
                limit,
                AggregateAnswers::aggregate,
                sum -> JsonNodeFactory.instance.objectNode().put(AFTER, sum.period()));
    }

    private static JsonNode aggregate(PeriodSums.Sum sum) {
        return MeasuresJson.write(JsonNodeFactory.instance.objectNode().put(PERIOD, sum.period()), sum.measures());
    }
}
