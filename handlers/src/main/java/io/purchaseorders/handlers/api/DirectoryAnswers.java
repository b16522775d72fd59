package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.Names;
import io.purchaseorders.handlers.api.KeyTotals.KeyTotal;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.api.http.Page;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.projections.totals.KeyFamily;
import io.purchaseorders.projections.totals.MeasuresJson;
import io.purchaseorders.stores.ProjectionReader.DirectoryEntry;
import io.purchaseorders.stores.ProjectionReader.DirectoryQuestion;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** Answers with the customers or products that have events, at all or in a period, in ascending order. */
final class DirectoryAnswers {

    private static final String AFTER = "after";

    /** Rows of months that one page looks at before it is cut short: a read unit for two of them, mostly. */
    private static final int ROWS_A_PAGE = 10_000;

    /** Keys whose rows are read together. */
    private static final int KEYS_AT_A_TIME = 100;

    private final ApiStores stores;
    private final Supplier<Progress> progress;
    private final CursorCodec cursors;
    private final ZoneId zone;
    private final Clock clock;

    DirectoryAnswers(ApiStores stores, Supplier<Progress> progress, CursorCodec cursors, ZoneId zone, Clock clock) {
        this.stores = stores;
        this.progress = progress;
        this.cursors = cursors;
        this.zone = zone;
        this.clock = clock;
    }

    /** @param family whose keys are listed */
    Answer keys(Request request, KeyFamily family) {
        Parameters parameters = new Parameters(request);
        Months months = Months.read(parameters);
        boolean withTotals = parameters.text("granularity").isPresent();
        Optional<String> prefix = parameters.text("prefix");
        prefix.filter(text -> !Names.isName(text)).ifPresent(broken -> parameters.fault("prefix", Names.NAME_RULE));
        int limit = parameters.limit();
        List<?> list = List.of(request.route(), months, withTotals, prefix);
        String after = parameters
                .cursor(cursors, list)
                .map(position -> position.path(AFTER).asText())
                .orElse("");
        return parameters.ifFaultless(() -> {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            if (withTotals) {
                body.put("granularity", months.granularity().name()).put("period", months.period());
            }
            body.put("timeZone", zone.getId());
            // Before the rows: what is complete by then is in them.
            body.set(
                    "freshness",
                    Freshness.ofIndex(progress.get(), clock.instant()).toJson());
            DirectoryQuestion question = new DirectoryQuestion(
                    family, months.notations(stores.projections()), prefix.orElse(""), after, limit + 1);
            Page page = look(question, withTotals, limit).page(family, months, withTotals, limit);
            return Answer.list(page.writeTo(body, cursors, list), request, "aggregationKey", family.member());
        });
    }

    /**
     * The keys with events among some entries of the directory.
     *
     * @param found one more than a page, if there are as many
     * @param last the last key that was looked at
     * @param isAll whether there are no more entries
     */
    private record Looked(List<KeyTotal> found, String last, boolean isAll) {

        Page page(KeyFamily family, Months months, boolean withTotals, int limit) {
            Page full = Page.of(
                    found.iterator(),
                    limit,
                    total -> item(family, months, withTotals, total),
                    total -> position(family, total.aggregationKey()));
            return full.end().isPresent() || isAll ? full : new Page(full.items(), Optional.of(position(family, last)));
        }
    }

    private Looked look(DirectoryQuestion question, boolean withTotals, int limit) {
        KeyTotals totals = new KeyTotals(stores.projections());
        List<KeyTotal> found = new ArrayList<>();
        String last = "";
        int rows = 0;
        try (Stream<DirectoryEntry> directory = stores.projections().directory(question)) {
            Iterator<List<DirectoryEntry>> entries = directory
                    .gather(Gatherers.windowFixed(Math.min(limit + 1, KEYS_AT_A_TIME)))
                    .iterator();
            while (found.size() <= limit && rows < ROWS_A_PAGE && entries.hasNext()) {
                List<DirectoryEntry> together = entries.next();
                found.addAll(withTotals ? totals.of(together) : totals.ofAnyMonth(together));
                last = together.getLast().aggregationKey();
                rows += together.stream().mapToInt(entry -> entry.rows().size()).sum();
            }
            return new Looked(found, last, !entries.hasNext() && found.size() <= limit);
        }
    }

    private static ObjectNode item(KeyFamily family, Months months, boolean withTotals, KeyTotal total) {
        ObjectNode json = key(family, total.aggregationKey());
        if (withTotals) {
            MeasuresJson.write(json.putObject("aggregate").put("period", months.period()), total.measures());
        }
        return json;
    }

    /** How answers name a key: whole, and what it is the key of. */
    static ObjectNode key(KeyFamily family, String aggregationKey) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("aggregationKey", aggregationKey)
                .put(family.member(), family.nameIn(aggregationKey));
    }

    private static ObjectNode position(KeyFamily family, String aggregationKey) {
        return JsonNodeFactory.instance.objectNode().put(AFTER, family.nameIn(aggregationKey));
    }
}
