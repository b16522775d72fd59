package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.handlers.api.ContributionScan.Found;
import io.purchaseorders.handlers.api.Contributions.Contribution;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.api.http.Page;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.MeasuresJson;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Answers with the events behind one number, each with what it contributes, and with what is damaged among them. */
final class ExplainAnswers {

    /**
     * Events that one page reads at most, wanted or not: a reader should not wait longer than some seconds. A page that found
     * nothing by then is empty and says where to go on.
     */
    static final int EVENTS_A_PAGE = 10_000;

    private final ApiStores stores;
    private final CursorCodec cursors;
    private final ZoneId zone;
    private final Clock clock;

    ExplainAnswers(ApiStores stores, CursorCodec cursors, ZoneId zone, Clock clock) {
        this.stores = stores;
        this.cursors = cursors;
        this.zone = zone;
        this.clock = clock;
    }

    Answer explain(Request request) {
        Parameters parameters = new Parameters(request);
        AggregationKey key = AggregationKey.read(parameters);
        Granularity granularity = parameters.oneOf("granularity", Granularity.class, Granularity.DAY);
        PeriodRange period = PeriodRange.one(parameters, granularity);
        PointInTime pointInTime = PointInTime.read(parameters);
        int limit = parameters.limit();
        List<?> list = List.of(request.route(), key, granularity, period.from(), pointInTime);
        Optional<ScanPosition> after = parameters.cursor(cursors, list).map(ScanPosition::read);
        return parameters.ifFaultless(() -> {
            ObjectNode body = JsonNodeFactory.instance
                    .objectNode()
                    .put("aggregationKey", key.text())
                    .put("granularity", granularity.name())
                    .put("period", period.from().orElse(granularity.name()))
                    .put("timeZone", zone.getId());
            Contributions asked = new Contributions(key, period, pointInTime, zone, stores.quarantinedEvents());
            ContributionScan scan = new ContributionScan(
                    stores.events(),
                    Candidates.of(stores, asked, after.map(ScanPosition::candidate), clock.instant()),
                    asked,
                    after,
                    EVENTS_A_PAGE,
                    limit + 1);
            Page full = Page.of(
                    scan, limit, ExplainAnswers::item, found -> found.position().toJson());
            Page page = full.end().isPresent()
                    ? full
                    : new Page(full.items(), scan.leftOff().map(ScanPosition::toJson));
            return Answer.list(
                    page.writeTo(body, cursors, list),
                    request,
                    "orderId",
                    "eventId",
                    "type",
                    "occurredAt",
                    "recordedAt",
                    "anomaly",
                    "unreadable",
                    "altered");
        });
    }

    private static JsonNode item(Found found) {
        return switch (found) {
            case Found.Counted counted -> item(counted.contribution());
            case Found.Damaged damaged -> item(damaged.event());
        };
    }

    /** It contributes nothing, and says so: whoever adds up need not tell it from an event. */
    private static JsonNode item(ShownEvent damaged) {
        ObjectNode json = damaged.json();
        MeasuresJson.write(json.putObject("contribution"), Measures.ZERO);
        return json;
    }

    private static JsonNode item(Contribution event) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("orderId", event.step().event().orderId())
                .put("eventId", event.step().event().eventId())
                .put("type", event.step().event().type().wireName())
                .put("occurredAt", event.step().event().occurredAt().toString())
                .put("recordedAt", event.recorded().recordedAt().toString())
                .put("anomaly", event.step().anomaly().orElse(null));
        MeasuresJson.write(json.putObject("contribution"), event.measures());
        return json;
    }
}
