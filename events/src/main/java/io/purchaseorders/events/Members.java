package io.purchaseorders.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object, each read by the rule that holds for it. */
record Members(ObjectNode object, String pointer) {

    static <T> Validation<Seq<Fault>, T> fault(String pointer, String message) {
        return Validation.invalid(List.of(new Fault(pointer, message)));
    }

    <T> Validation<Seq<Fault>, T> fault(String name, String message, Class<T> type) {
        return fault(pointer + "/" + name, message);
    }

    /** An event or order id. */
    Validation<Seq<Fault>, String> id(String name) {
        Validation<Seq<Fault>, String> text = text(name);
        return text.isInvalid() || Names.isId(text.get())
                ? text
                : fault(name, "must be 1 to 64 of the characters A-Z a-z 0-9 . _ : -", String.class);
    }

    /** A customer id or sku: it becomes part of a key, in which {@code #} separates. */
    Validation<Seq<Fault>, String> name(String name) {
        Validation<Seq<Fault>, String> text = text(name);
        return text.isInvalid() || Names.isName(text.get())
                ? text
                : fault(name, "must be 1 to 64 characters, without control characters and #", String.class);
    }

    Validation<Seq<Fault>, Instant> instant(String name) {
        Validation<Seq<Fault>, String> text = text(name);
        if (text.isInvalid()) {
            return Validation.invalid(text.getError());
        }
        Optional<Instant> instant = Instants.parse(text.get());
        return instant.isPresent()
                ? Validation.valid(instant.get())
                : fault(
                        name,
                        "must be an RFC 3339 date-time with an offset and at most 9 fractional digits",
                        Instant.class);
    }

    Validation<Seq<Fault>, Optional<String>> optionalText(String name) {
        return object.has(name) ? text(name).map(Optional::of) : Validation.valid(Optional.empty());
    }

    Validation<Seq<Fault>, BigDecimal> positive(String name) {
        Validation<Seq<Fault>, BigDecimal> number = decimal(name);
        return number.isInvalid() || number.get().signum() > 0
                ? number
                : fault(name, "must be greater than 0", BigDecimal.class);
    }

    Validation<Seq<Fault>, BigDecimal> nonNegative(String name) {
        Validation<Seq<Fault>, BigDecimal> number = decimal(name);
        return number.isInvalid() || number.get().signum() >= 0
                ? number
                : fault(name, "must not be negative", BigDecimal.class);
    }

    Validation<Seq<Fault>, BigDecimal> nonNegativeOrZero(String name) {
        return object.has(name) ? nonNegative(name) : Validation.valid(BigDecimal.ZERO);
    }

    <T> Validation<Seq<Fault>, T> required(String name, Function<JsonNode, Validation<Seq<Fault>, T>> read) {
        @Nullable JsonNode node = object.get(name);
        return node == null ? fault(pointer + "/" + name, "is required") : read.apply(node);
    }

    private Validation<Seq<Fault>, String> text(String name) {
        return required(
                name,
                node -> node.isTextual()
                        ? Validation.valid(node.textValue())
                        : fault(name, "must be a string", String.class));
    }

    private Validation<Seq<Fault>, BigDecimal> decimal(String name) {
        return required(name, node -> {
            Optional<BigDecimal> number = node.isNumber()
                    ? Optional.of(node.decimalValue())
                    : node.isTextual() ? Decimals.parse(node.textValue()) : Optional.empty();
            if (number.isEmpty()) {
                return fault(name, "must be a decimal, as a JSON number or string", BigDecimal.class);
            }
            return Decimals.withinDigits(number.get())
                    ? Validation.valid(Decimals.normalized(number.get()))
                    : fault(
                            name,
                            "must have at most " + Decimals.INTEGER_DIGITS + " integer and " + Decimals.FRACTION_DIGITS
                                    + " fractional digits",
                            BigDecimal.class);
        });
    }
}
