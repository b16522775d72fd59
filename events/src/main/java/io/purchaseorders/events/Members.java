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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object, each read by the rule that holds for it. */
record Members(ObjectNode object, String pointer) {

    static final int ID_LENGTH = 64;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1," + ID_LENGTH + "}");

    static <T> Validation<Seq<Fault>, T> fault(String pointer, String message) {
        return Validation.invalid(List.of(new Fault(pointer, message)));
    }

    <T> Validation<Seq<Fault>, T> fault(String name, String message, Class<T> type) {
        return fault(pointer + "/" + name, message);
    }

    /** An event or order id. */
    Validation<Seq<Fault>, String> id(String name) {
        return required(name)
                .flatMap(node -> text(name, node))
                .flatMap(text -> check(
                        name,
                        text,
                        t -> ID.matcher(t).matches(),
                        "must be 1 to 64 of the characters A-Z a-z 0-9 . _ : -"));
    }

    /** A customer id or sku: it becomes part of a key, in which {@code #} separates. */
    Validation<Seq<Fault>, String> name(String name) {
        return required(name)
                .flatMap(node -> text(name, node))
                .flatMap(text -> check(
                        name, text, Members::isName, "must be 1 to 64 characters, without control characters and #"));
    }

    private static boolean isName(String text) {
        int length = text.codePointCount(0, text.length());
        return length >= 1
                && length <= ID_LENGTH
                && text.codePoints()
                        .allMatch(c ->
                                c != '#' && !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE);
    }

    Validation<Seq<Fault>, Instant> instant(String name) {
        return required(name)
                .flatMap(node -> text(name, node))
                .flatMap(text -> Instants.parse(text)
                        .map(Validation::<Seq<Fault>, Instant>valid)
                        .orElseGet(() -> fault(
                                name,
                                "must be an RFC 3339 date-time with an offset and at most 9 fractional digits",
                                Instant.class)));
    }

    Validation<Seq<Fault>, Optional<String>> optionalText(String name) {
        JsonNode node = object.get(name);
        return node == null
                ? Validation.valid(Optional.empty())
                : text(name, node).map(Optional::of);
    }

    Validation<Seq<Fault>, BigDecimal> positive(String name) {
        return required(name)
                .flatMap(node -> decimal(name, node))
                .flatMap(number -> check(name, number, n -> n.signum() > 0, "must be greater than 0"));
    }

    Validation<Seq<Fault>, BigDecimal> nonNegative(String name) {
        return required(name)
                .flatMap(node -> decimal(name, node))
                .flatMap(number -> check(name, number, n -> n.signum() >= 0, "must not be negative"));
    }

    Validation<Seq<Fault>, BigDecimal> nonNegativeOrZero(String name) {
        return object.has(name) ? nonNegative(name) : Validation.valid(BigDecimal.ZERO);
    }

    <T> Validation<Seq<Fault>, T> required(String name, Function<JsonNode, Validation<Seq<Fault>, T>> read) {
        return required(name).flatMap(read);
    }

    private Validation<Seq<Fault>, JsonNode> required(String name) {
        @Nullable JsonNode node = object.get(name);
        return node == null ? fault(name, "is required", JsonNode.class) : Validation.valid(node);
    }

    private Validation<Seq<Fault>, String> text(String name, JsonNode node) {
        return node.isTextual() ? Validation.valid(node.textValue()) : fault(name, "must be a string", String.class);
    }

    private Validation<Seq<Fault>, BigDecimal> decimal(String name, JsonNode node) {
        Optional<BigDecimal> number = node.isNumber()
                ? Optional.of(node.decimalValue())
                : node.isTextual() ? Decimals.parse(node.textValue()) : Optional.empty();
        return number.map(Validation::<Seq<Fault>, BigDecimal>valid)
                .orElseGet(() -> fault(name, "must be a decimal, as a JSON number or string", BigDecimal.class))
                .flatMap(n -> check(
                        name,
                        n,
                        Decimals::withinDigits,
                        "must have at most " + Decimals.INTEGER_DIGITS + " integer and " + Decimals.FRACTION_DIGITS
                                + " fractional digits"))
                .map(Decimals::normalized);
    }

    private <T> Validation<Seq<Fault>, T> check(String name, T value, Predicate<T> rule, String message) {
        return rule.test(value) ? Validation.valid(value) : fault(pointer + "/" + name, message);
    }
}
