package io.purchaseorders.events;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, each read by the rule that holds for it. A member that breaks its rule adds a fault, and
 * what is returned in its place counts for nothing. An optional member that is null is absent.
 *
 * @param line which of the lines the object is; -1 where it is the whole {@code Detail}
 * @param faults takes every fault, so that all of an input are reported at once
 */
record Members(JsonMembers object, int line, List<Fault> faults) {

    private static final int WHOLE = -1;

    static Members ofDetail(JsonMembers object, List<Fault> faults) {
        return new Members(object, WHOLE, faults);
    }

    /** Where in the {@code Detail} a line of this number stands. */
    static String pointer(int line) {
        return "/lines/" + line;
    }

    void fault(String name, String message) {
        faults.add(new Fault((line == WHOLE ? "" : pointer(line)) + "/" + name, message));
    }

    /** Whether there is a member that says something. */
    boolean has(String name) {
        @Nullable Object value = object.find(name);
        return value != null && value != JsonMembers.Literal.NULL;
    }

    /** The value of a member; null, and a fault, where there is none. */
    @Nullable
    Object required(String name) {
        @Nullable Object value = object.find(name);
        if (value == null) {
            fault(name, "is required");
        }
        return value;
    }

    private @Nullable String text(String name) {
        @Nullable Object value = required(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        fault(name, "must be a string");
        return null;
    }

    /** An event or order id. */
    String id(String name) {
        @Nullable String text = text(name);
        if (text != null && !Names.isId(text)) {
            fault(name, "must be 1 to 64 of the characters A-Z a-z 0-9 . _ : -");
        }
        return text == null ? "" : text;
    }

    /** A customer id or sku: it becomes part of a key, in which {@code #} separates. */
    String name(String name) {
        @Nullable String text = text(name);
        if (text != null && !Names.isName(text)) {
            fault(name, "must be 1 to 64 characters, without control characters and #");
        }
        return text == null ? "" : text;
    }

    String currency(String name) {
        @Nullable Object value = required(name);
        if (value instanceof String text && Names.isCurrency(text)) {
            return text;
        }
        if (value != null) {
            fault(name, "must be an ISO 4217 code in upper case, such as EUR");
        }
        return "";
    }

    Instant instant(String name) {
        @Nullable String text = text(name);
        Optional<Instant> instant = text == null ? Optional.empty() : Instants.parse(text);
        if (text != null && instant.isEmpty()) {
            fault(
                    name,
                    "must be an RFC 3339 date-time with an offset and at most 9 fractional digits, such as 2026-11-23T10:15:30Z");
        }
        return instant.orElse(Instant.EPOCH);
    }

    Optional<String> optionalText(String name) {
        return has(name) ? Optional.ofNullable(text(name)) : Optional.empty();
    }

    BigDecimal positive(String name) {
        return decimal(name, 1, "must be greater than 0");
    }

    BigDecimal nonNegative(String name) {
        return decimal(name, 0, "must not be negative");
    }

    BigDecimal nonNegativeOrZero(String name) {
        return has(name) ? nonNegative(name) : BigDecimal.ZERO;
    }

    private BigDecimal decimal(String name, int leastSign, String rule) {
        @Nullable Object value = required(name);
        @Nullable BigDecimal number = value == null ? null : number(value);
        if (number == null) {
            if (value != null) {
                fault(name, "must be a decimal, as a JSON number or string");
            }
            return BigDecimal.ZERO;
        }
        if (!Decimals.withinDigits(number)) {
            fault(
                    name,
                    "must have at most " + Decimals.INTEGER_DIGITS + " integer and " + Decimals.FRACTION_DIGITS
                            + " fractional digits");
            return BigDecimal.ZERO;
        }
        if (number.signum() < leastSign) {
            fault(name, rule);
        }
        return Decimals.normalized(number);
    }

    private static @Nullable BigDecimal number(Object value) {
        return switch (value) {
            case BigDecimal number -> number;
            case String text -> Decimals.parse(text).orElse(null);
            default -> null;
        };
    }
}
