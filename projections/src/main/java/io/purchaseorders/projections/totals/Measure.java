package io.purchaseorders.projections.totals;

import static io.purchaseorders.projections.totals.Measure.Format.COUNT;
import static io.purchaseorders.projections.totals.Measure.Format.DECIMAL;
import static io.purchaseorders.projections.totals.Measure.Format.HIDDEN;
import static io.purchaseorders.projections.totals.Measure.Level.LINES;
import static io.purchaseorders.projections.totals.Measure.Level.ORDERS;
import static io.purchaseorders.projections.totals.Measure.Level.OVERALL;

import io.purchaseorders.events.OrderStatus;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The catalogue of measures: for each its stored name, which is also its place in an answer, how an answer shows it, which
 * projections keep it, over which of them its sum is the one under {@code ALL}, and its sign in the net amount. The names
 * are stored: renaming one is a migration. Source: section 4 of the contract.
 */
public enum Measure {
    // stored name, format in answers, kept in totals of, sum of the keys of, sign in net or part of

    /** How many events contributed: what tells a period with events from one without. */
    EVENTS("events", HIDDEN, in(OVERALL, ORDERS, LINES), summed()),

    ORDERS_PLACED("orders.placed", COUNT, in(OVERALL, ORDERS), summed(ORDERS)),
    ORDERS_CONFIRMED("orders.confirmed", COUNT, in(OVERALL, ORDERS), summed(ORDERS)),
    ORDERS_SHIPPED("orders.shipped", COUNT, in(OVERALL, ORDERS), summed(ORDERS)),
    ORDERS_DELIVERED("orders.delivered", COUNT, in(OVERALL, ORDERS), summed(ORDERS)),
    ORDERS_CANCELLED("orders.cancelled", COUNT, in(OVERALL, ORDERS), summed(ORDERS)),
    /** Orders that were returned for the first time. */
    ORDERS_RETURNED("orders.returned", COUNT, in(OVERALL, ORDERS), summed(ORDERS)),
    ORDERS_AMENDED("orders.amended", COUNT, in(OVERALL, ORDERS), summed(ORDERS)),

    UNITS_ORDERED("units.ordered", DECIMAL, in(OVERALL, ORDERS, LINES), summed(ORDERS, LINES)),
    UNITS_CANCELLED("units.cancelled", DECIMAL, in(OVERALL, ORDERS, LINES), summed(ORDERS, LINES)),
    UNITS_RETURNED("units.returned", DECIMAL, in(OVERALL, ORDERS, LINES), summed(ORDERS, LINES)),

    /** How many events touched amounts of the currency: what tells a currency that is shown from one that is not. */
    AMOUNT_EVENTS("amounts.{currency}.events", HIDDEN, in(OVERALL, ORDERS, LINES), summed(ORDERS)),
    GROSS("amounts.{currency}.gross", DECIMAL, in(OVERALL, ORDERS, LINES), summed(ORDERS, LINES), 1),
    CANCELLED("amounts.{currency}.cancelled", DECIMAL, in(OVERALL, ORDERS, LINES), summed(ORDERS, LINES), -1),
    RETURNED("amounts.{currency}.returned", DECIMAL, in(OVERALL, ORDERS, LINES), summed(ORDERS, LINES), -1),
    /** That part of the gross, which the amounts of lines leave out. */
    SHIPPING("amounts.{currency}.shipping", DECIMAL, in(OVERALL, ORDERS), summed(ORDERS), GROSS),
    TAX("amounts.{currency}.tax", DECIMAL, in(OVERALL, ORDERS), summed(ORDERS), GROSS),
    /** Shipping and tax within the cancelled amounts. */
    EXTRAS_CANCELLED("amounts.{currency}.extrasCancelled", HIDDEN, in(OVERALL), summed(), CANCELLED),

    ANOMALIES("anomalies", COUNT, in(OVERALL, ORDERS), summed());

    /** How an answer shows a measure: not at all, as an integer, or as a decimal in a string. */
    public enum Format {
        HIDDEN,
        COUNT,
        DECIMAL
    }

    /** What the totals of a projection are made of: all orders, whole orders, or lines of orders. */
    public enum Level {
        OVERALL,
        ORDERS,
        LINES
    }

    /** Stands for a currency in a name. */
    static final String CURRENCY = "{currency}";

    private static final List<Measure> ALL = List.of(values());

    private static final List<Measure> SHOWN =
            ALL.stream().filter(measure -> measure.format != Format.HIDDEN).toList();

    private static final Map<String, Measure> BY_PATTERN =
            ALL.stream().collect(Collectors.toUnmodifiableMap(measure -> measure.pattern, Function.identity()));

    private final String pattern;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<String> path;

    private final boolean perCurrency;
    private final Format format;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set
    private final Set<Level> keptBy;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set
    private final Set<Level> addsUpOver;

    private final int signInNet;
    private final Optional<Measure> partOf;

    Measure(String pattern, Format format, Set<Level> keptBy, Set<Level> addsUpOver) {
        this(pattern, format, keptBy, addsUpOver, 0, Optional.empty());
    }

    Measure(String pattern, Format format, Set<Level> keptBy, Set<Level> addsUpOver, int signInNet) {
        this(pattern, format, keptBy, addsUpOver, signInNet, Optional.empty());
    }

    Measure(String pattern, Format format, Set<Level> keptBy, Set<Level> addsUpOver, Measure partOf) {
        this(pattern, format, keptBy, addsUpOver, 0, Optional.of(partOf));
    }

    Measure(
            String pattern,
            Format format,
            Set<Level> keptBy,
            Set<Level> addsUpOver,
            int signInNet,
            Optional<Measure> partOf) {
        this.pattern = pattern;
        this.path = List.of(pattern.split("\\.", -1));
        this.perCurrency = pattern.contains(CURRENCY);
        this.format = format;
        this.keptBy = keptBy;
        this.addsUpOver = addsUpOver;
        this.signInNet = signInNet;
        this.partOf = partOf;
    }

    private static Set<Level> in(Level... levels) {
        return levels(levels);
    }

    private static Set<Level> summed(Level... levels) {
        return levels(levels);
    }

    private static Set<Level> levels(Level... levels) {
        EnumSet<Level> set = EnumSet.noneOf(Level.class);
        Collections.addAll(set, levels);
        return Collections.unmodifiableSet(set);
    }

    /** Every measure, in the order in which answers show them. */
    public static List<Measure> all() {
        return ALL;
    }

    /** The measures that answers show, in their order. */
    public static List<Measure> shown() {
        return SHOWN;
    }

    /** Whether there is one of it for each currency. */
    public boolean isPerCurrency() {
        return perCurrency;
    }

    public Format format() {
        return format;
    }

    public boolean isKeptBy(Level level) {
        return keptBy.contains(level);
    }

    /** Whether the measure under {@code ALL} is its sum over all keys of a projection of this level. */
    public boolean addsUpOver(Level level) {
        return addsUpOver.contains(level);
    }

    /** How the measure counts in the net amount: 1, -1, or 0 where it does not. */
    public int signInNet() {
        return signInNet;
    }

    /** The measure that this is the share of shipping and tax in. */
    public Optional<Measure> partOf() {
        return partOf;
    }

    /** The members that lead to the measure in an answer; {@code {currency}} stands for the code of its currency. */
    public List<String> path() {
        return path;
    }

    /** The stored name of a measure that has no currency: {@code orders.placed}. */
    public String storedName() {
        if (isPerCurrency()) {
            throw new IllegalArgumentException(pattern + " needs a currency");
        }
        return pattern;
    }

    /** The stored name of a measure of a currency: {@code amounts.EUR.gross}. */
    public String storedName(String currency) {
        if (!isPerCurrency()) {
            throw new IllegalArgumentException(pattern + " has no currency");
        }
        return pattern.replace(CURRENCY, currency);
    }

    /** The measure that counts transitions into a status; nothing leads into NONE. */
    public static Optional<Measure> ofTransitionInto(OrderStatus status) {
        return switch (status) {
            case NONE -> Optional.empty();
            case PLACED -> Optional.of(ORDERS_PLACED);
            case CONFIRMED -> Optional.of(ORDERS_CONFIRMED);
            case SHIPPED -> Optional.of(ORDERS_SHIPPED);
            case DELIVERED -> Optional.of(ORDERS_DELIVERED);
            case CANCELLED -> Optional.of(ORDERS_CANCELLED);
            case RETURNED -> Optional.of(ORDERS_RETURNED);
        };
    }

    /** Whether this is the name of a stored measure; an attribute of a row that is none is a key or a checkpoint. */
    public static boolean isStoredName(String name) {
        return MeasureId.parse(name).isPresent();
    }

    /** The measure with this name, in which {@code {currency}} stands for any currency. */
    static Optional<Measure> ofPattern(String pattern) {
        return Optional.ofNullable(BY_PATTERN.get(pattern));
    }
}
