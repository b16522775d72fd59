package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Parameters.ParameterFault;
import io.purchaseorders.handlers.api.http.Problem;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.projections.totals.ByCustomer;
import io.purchaseorders.projections.totals.ByProduct;
import io.purchaseorders.projections.totals.Directory;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.KeyFamily;
import io.purchaseorders.projections.totals.Projection;
import io.purchaseorders.stores.ProjectionReader.DirectoryEntry;
import io.purchaseorders.stores.ProjectionReader.DirectoryQuestion;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** Answers with the customers or products that have most of a measure in a period. */
final class RankingAnswers {

    private static final int DEFAULT_LIMIT = 10;
    private static final int LIMIT = 100;

    /** Every key of the period is looked at: this many take some seconds, and a caller waits for at most 29. */
    private static final int MOST_KEYS = 50_000;

    /** Rows of months: a year of a key has up to 12. */
    private static final int MOST_ROWS = 200_000;

    /** Keys whose rows are read together: some calls side by side. */
    private static final int KEYS_AT_A_TIME = 1_600;

    /** What is ranked, by the word for it. */
    private enum Of {
        CUSTOMERS(new ByCustomer()),
        PRODUCTS(new ByProduct());

        @SuppressWarnings("ImmutableEnumChecker") // says what it is asked, and keeps nothing
        private final Projection projection;

        Of(Projection projection) {
            this.projection = projection;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static List<String> words() {
            return Arrays.stream(values()).map(Of::word).toList();
        }

        static Of of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    private final ApiStores stores;
    private final Supplier<Progress> progress;
    private final ZoneId zone;
    private final Clock clock;

    RankingAnswers(ApiStores stores, Supplier<Progress> progress, ZoneId zone, Clock clock) {
        this.stores = stores;
        this.progress = progress;
        this.zone = zone;
        this.clock = clock;
    }

    /** A key and its value. */
    private record Ranked(String aggregationKey, BigDecimal value) {}

    /** The head of a queue in this order is what has to go. */
    private static final Comparator<Ranked> LAST_FIRST = Comparator.comparing(Ranked::value)
            .thenComparing(Comparator.comparing(Ranked::aggregationKey, Directory.ORDER)
                    .reversed());

    Answer ranking(Request request) {
        Parameters parameters = new Parameters(request);
        parameters.required("of");
        Optional<Of> of = parameters.oneOf("of", Of.words()).map(Of::of);
        parameters.required("granularity");
        Months months = Months.read(parameters);
        Optional<RankedBy> by = RankedBy.read(parameters, of.map(ranked -> ranked.projection.level()));
        int limit = parameters.limit(DEFAULT_LIMIT, LIMIT);
        return parameters.ifFaultless(() -> {
            // Before the rows: what is complete by then is in them.
            Freshness freshness = Freshness.ofIndex(progress.get(), clock.instant());
            Of ranked = of.orElseThrow();
            return entries(ranked.projection, months)
                    .map(all -> answer(request, ranked, months, by.orElseThrow(), freshness, all, limit))
                    .orElseGet(() -> Problem.badRequest(request.path(), List.of(tooMuch(months))));
        });
    }

    private Answer answer(
            Request request,
            Of ranked,
            Months months,
            RankedBy measure,
            Freshness freshness,
            List<DirectoryEntry> entries,
            int limit) {
        KeyFamily keys = ranked.projection.keys();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("of", ranked.word())
                .put("granularity", months.granularity().name())
                .put("period", months.period())
                .put("measure", measure.name());
        if (measure.isAmount()) {
            body.put("currency", measure.currency());
        }
        body.put("timeZone", zone.getId());
        body.set("freshness", freshness.toJson());
        ArrayNode items = body.putArray("items");
        for (Ranked key : first(entries, measure, limit)) {
            ObjectNode item = items.addObject().put("rank", items.size());
            item.setAll(DirectoryAnswers.key(keys, key.aggregationKey()));
            item.set("value", measure.json(key.value()));
        }
        return Answer.list(body, request, "rank", "aggregationKey", keys.member(), "value");
    }

    /** All keys of the months, with their rows; nothing where there are too many. */
    private Optional<List<DirectoryEntry>> entries(Projection projection, Months months) {
        DirectoryQuestion question =
                new DirectoryQuestion(projection.keys(), months.notations(stores.projections()), "", "", MOST_KEYS);
        List<DirectoryEntry> entries = new ArrayList<>();
        int rows = 0;
        try (Stream<DirectoryEntry> directory = stores.projections().directory(question)) {
            for (Iterator<DirectoryEntry> all = directory.iterator(); all.hasNext(); ) {
                DirectoryEntry entry = all.next();
                rows += entry.rows().size();
                entries.add(entry);
                if (entries.size() > MOST_KEYS || rows > MOST_ROWS) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(entries);
    }

    private List<Ranked> first(List<DirectoryEntry> entries, RankedBy measure, int limit) {
        KeyTotals totals = new KeyTotals(stores.projections());
        PriorityQueue<Ranked> first = new PriorityQueue<>(LAST_FIRST);
        entries.stream()
                .gather(Gatherers.windowFixed(KEYS_AT_A_TIME))
                .flatMap(together -> totals.of(together).stream())
                .filter(total -> measure.isShownIn(total.measures()))
                .forEach(total -> {
                    first.add(new Ranked(total.aggregationKey(), measure.of(total.measures())));
                    if (first.size() > limit) {
                        first.remove();
                    }
                });
        return first.stream().sorted(LAST_FIRST.reversed()).toList();
    }

    private static ParameterFault tooMuch(Months months) {
        String shorter = switch (months.granularity()) {
            case TOTAL -> "ask for a MONTH or YEAR, or ";
            case YEAR -> "ask for a MONTH, or ";
            case HOUR, DAY, WEEK, MONTH -> "";
        };
        return new ParameterFault(
                months.granularity() == Granularity.TOTAL ? "granularity" : "period",
                "has more than " + MOST_KEYS + " keys, or " + MOST_ROWS
                        + " totals of a key and a month, the most that one answer looks at; " + shorter
                        + "sum an export on a machine of yours: ./orders totals --export DIR");
    }
}
