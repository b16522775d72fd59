package io.purchaseorders.events;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object, each read by the rule that holds for it. An optional member that is null is absent. */
record Members(JsonMembers object, String pointer) {

    static <T> Validation<Seq<Fault>, T> fault(String pointer, String message) {
        return Validation.invalid(List.of(new Fault(pointer, message)));
    }

    /** What was combined of several validations: the faults of all of them. */
    static <T> Validation<Seq<Fault>, T> flat(Validation<Seq<Seq<Fault>>, T> combined) {
        return combined.isValid()
                ? Validation.valid(combined.get())
                : Validation.invalid(combined.getError().flatMap(Function.identity()));
    }

    private <T> Validation<Seq<Fault>, T> faultOf(String name, String message) {
        return fault(pointer + "/" + name, message);
    }

    /** Whether there is a member that says something. */
    boolean has(String name) {
        @Nullable Object value = object.find(name);
        return value != null && value != JsonMembers.Literal.NULL;
    }

    <T> Validation<Seq<Fault>, T> required(String name, Function<Object, Validation<Seq<Fault>, T>> read) {
        @Nullable Object value = object.find(name);
        return value == null ? faultOf(name, "is required") : read.apply(value);
    }

    private <T> Validation<Seq<Fault>, T> text(String name, Function<String, Validation<Seq<Fault>, T>> read) {
        return required(
                name, value -> value instanceof String text ? read.apply(text) : faultOf(name, "must be a string"));
    }

    private Validation<Seq<Fault>, String> checked(String text, boolean isValid, String name, String rule) {
        return isValid ? Validation.valid(text) : faultOf(name, rule);
    }

    /** An event or order id. */
    Validation<Seq<Fault>, String> id(String name) {
        return text(
                name,
                text -> checked(text, Names.isId(text), name, "must be 1 to 64 of the characters A-Z a-z 0-9 . _ : -"));
    }

    /** A customer id or sku: it becomes part of a key, in which {@code #} separates. */
    Validation<Seq<Fault>, String> name(String name) {
        return text(
                name,
                text -> checked(
                        text,
                        Names.isName(text),
                        name,
                        "must be 1 to 64 characters, without control characters and #"));
    }

    Validation<Seq<Fault>, String> currency(String name) {
        return required(
                name,
                value -> value instanceof String text && Names.isCurrency(text)
                        ? Validation.valid(text)
                        : faultOf(name, "must be an ISO 4217 code in upper case, such as EUR"));
    }

    Validation<Seq<Fault>, Instant> instant(String name) {
        return text(name, text -> {
            Optional<Instant> instant = Instants.parse(text);
            return instant.isPresent()
                    ? Validation.valid(instant.get())
                    : faultOf(
                            name,
                            "must be an RFC 3339 date-time with an offset and at most 9 fractional digits, such as 2026-11-23T10:15:30Z");
        });
    }

    Validation<Seq<Fault>, Optional<String>> optionalText(String name) {
        return has(name) ? text(name, text -> Validation.valid(Optional.of(text))) : Validation.valid(Optional.empty());
    }

    Validation<Seq<Fault>, BigDecimal> positive(String name) {
        return decimal(name, 1, "must be greater than 0");
    }

    Validation<Seq<Fault>, BigDecimal> nonNegative(String name) {
        return decimal(name, 0, "must not be negative");
    }

    Validation<Seq<Fault>, BigDecimal> nonNegativeOrZero(String name) {
        return has(name) ? nonNegative(name) : Validation.valid(BigDecimal.ZERO);
    }

    private Validation<Seq<Fault>, BigDecimal> decimal(String name, int leastSign, String rule) {
        return required(name, value -> {
            @Nullable BigDecimal number = number(value);
            if (number == null) {
                return faultOf(name, "must be a decimal, as a JSON number or string");
            }
            if (!Decimals.withinDigits(number)) {
                return faultOf(
                        name,
                        "must have at most " + Decimals.INTEGER_DIGITS + " integer and " + Decimals.FRACTION_DIGITS
                                + " fractional digits");
            }
            return number.signum() < leastSign ? faultOf(name, rule) : Validation.valid(Decimals.normalized(number));
        });
    }

    private static @Nullable BigDecimal number(Object value) {
        return switch (value) {
            case BigDecimal number -> number;
            case String text -> Decimals.parse(text).orElse(null);
            default -> null;
        };
    }
}
