package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.purchaseorders.events.Decimals;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.Measure.Format;
import io.purchaseorders.projections.totals.Measures;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The measure that a ranking compares keys by.
 *
 * @param name as callers write it: {@code gross}, {@code units.ordered}
 * @param measure nothing for the net amount, which is a sum of measures
 * @param currency of an amount; empty for what is none
 */
record RankedBy(String name, Optional<Measure> measure, String currency) {

    static final String NET = "net";

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /** The names of the measures that the totals of a level keep. */
    static List<String> names(Measure.Level level) {
        return Stream.concat(
                        Measure.shown().stream()
                                .filter(measure -> measure.isKeptBy(level))
                                .map(RankedBy::nameOf),
                        Stream.of(NET))
                .toList();
    }

    private static String nameOf(Measure measure) {
        return measure.isPerCurrency() ? measure.path().getLast() : measure.storedName();
    }

    /** @param level whose measures can be asked for; nothing where that is not known, so that any can */
    static Optional<RankedBy> read(Parameters parameters, Optional<Measure.Level> level) {
        List<String> names = names(level.orElse(Measure.Level.ORDERS));
        parameters.required("measure");
        Optional<String> name = parameters.oneOf("measure", names);
        Optional<Measure> measure = name.flatMap(wanted -> Measure.shown().stream()
                .filter(candidate -> nameOf(candidate).equals(wanted))
                .findFirst());
        boolean isAmount = name.filter(NET::equals).isPresent()
                || measure.filter(Measure::isPerCurrency).isPresent();
        Optional<String> currency = parameters.text("currency");
        if (isAmount) {
            parameters.requiredText(
                    "currency", text -> CURRENCY.matcher(text).matches(), "must be an ISO 4217 code, such as EUR");
        } else if (currency.isPresent()) {
            parameters.fault(
                    "currency",
                    name.map(known -> "is not for " + known + ", which is no amount")
                            .orElse("is for amounts only"));
        }
        return name.map(known -> new RankedBy(known, measure, currency.orElse("")));
    }

    boolean isAmount() {
        return !currency.isEmpty();
    }

    /** Whether a key takes part: its totals show the measure, be it zero. */
    boolean isShownIn(Measures totals) {
        return !isAmount() || totals.currencies().contains(currency);
    }

    BigDecimal of(Measures totals) {
        return measure.map(known -> isAmount() ? totals.get(known, currency) : totals.get(known))
                .orElseGet(() -> totals.net(currency));
    }

    /** A count as an integer, anything else as a decimal in a string: as the same measure in an aggregate. */
    JsonNode json(BigDecimal value) {
        return measure.filter(known -> known.format() == Format.COUNT).isPresent()
                ? JsonNodeFactory.instance.numberNode(value.toBigIntegerExact())
                : JsonNodeFactory.instance.textNode(Decimals.plain(Decimals.normalized(value)));
    }
}
