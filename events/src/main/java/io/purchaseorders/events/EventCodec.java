package io.purchaseorders.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderAmended;
import io.purchaseorders.events.OrderEvent.OrderCancelled;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderDelivered;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.OrderEvent.OrderReturned;
import io.purchaseorders.events.OrderEvent.OrderShipped;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Validation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;

/**
 * Reads an event from its type and its {@code Detail}. A pure function: the clock is an argument. Source of the rules:
 * section 2 of the contract, which the JSON Schemas beside this class say as far as a schema can.
 */
public final class EventCodec {

    /** Nothing older is a business time that a publisher can mean. */
    public static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /** Clocks differ and facts may be announced, but not further ahead than this. */
    public static final Duration AHEAD_OF_CLOCK = Duration.ofHours(24);

    private EventCodec() {}

    /**
     * The event, or every rule that it breaks.
     *
     * @param type EventBridge's {@code detail-type}
     * @param now the system's clock, which {@code occurredAt} may be ahead of by at most 24 h
     */
    public static Either<java.util.List<Fault>, OrderEvent> decode(String type, String detail, Instant now) {
        Optional<Fault> tooLarge = Limits.tooLarge(detail);
        if (tooLarge.isPresent()) {
            return Either.left(unknownType(type).append(tooLarge.get()).asJava());
        }
        return JsonText.parseObject(detail)
                .<Seq<Fault>>mapLeft(fault -> unknownType(type).toList().append(fault))
                .flatMap(object -> read(type, new Members(object, ""), now).toEither())
                .mapLeft(Seq::asJava);
    }

    /**
     * An event that was accepted before: the rules that depend on the clock are not asked again.
     *
     * @throws IllegalArgumentException where the text breaks a rule, so cannot have been accepted
     */
    public static OrderEvent stored(String type, String detail) {
        return decode(type, detail, Instant.MAX)
                .getOrElseThrow(faults -> new IllegalArgumentException("stored event cannot be read: " + faults));
    }

    private static Validation<Seq<Fault>, OrderEvent> read(String type, Members members, Instant now) {
        Validation<Seq<Fault>, Header> header = header(members, now);
        Optional<EventType> known = EventType.ofWireName(type);
        return known.isPresent()
                ? read(known.get(), members, header)
                : Validation.invalid(unknownType(type).appendAll(faults(header)));
    }

    private static Seq<Fault> unknownType(String type) {
        return EventType.ofWireName(type).isPresent()
                ? List.empty()
                : List.of(new Fault("", "type " + quoted(type) + " is unknown; known are " + EventType.wireNames()));
    }

    private static String quoted(String text) {
        return "'" + (text.length() <= Names.LENGTH ? text : text.substring(0, Names.LENGTH) + "...") + "'";
    }

    private static Validation<Seq<Fault>, OrderEvent> read(
            EventType type, Members members, Validation<Seq<Fault>, Header> header) {
        return switch (type) {
            case ORDER_PLACED ->
                both(both(header, members.name("customerId")), both(currency(members), content(members)))
                        .map(all -> new OrderPlaced(
                                all.first().first(),
                                all.first().second(),
                                all.second().first(),
                                all.second().second()));
            case ORDER_AMENDED ->
                both(header, content(members)).map(all -> new OrderAmended(all.first(), all.second()));
            case ORDER_CONFIRMED -> header.map(OrderConfirmed::new);
            case ORDER_SHIPPED ->
                both(header, both(members.optionalText("carrier"), members.optionalText("trackingNumber")))
                        .map(all -> new OrderShipped(
                                all.first(), all.second().first(), all.second().second()));
            case ORDER_DELIVERED -> header.map(OrderDelivered::new);
            case ORDER_CANCELLED ->
                both(header, members.optionalText("reason")).map(all -> new OrderCancelled(all.first(), all.second()));
            case ORDER_RETURNED ->
                both(header, Lines.returned(members)).map(all -> new OrderReturned(all.first(), all.second()));
        };
    }

    private static Validation<Seq<Fault>, Header> header(Members members, Instant now) {
        return both(
                        both(members.id("eventId"), members.id("orderId")),
                        both(members.instant("occurredAt").flatMap(at -> inTime(at, now)), schemaVersion(members)))
                .map(all -> new Header(
                        all.first().first(), all.first().second(), all.second().first()));
    }

    private static Validation<Seq<Fault>, Instant> inTime(Instant occurredAt, Instant now) {
        Instant latest = now.isAfter(Instant.MAX.minus(AHEAD_OF_CLOCK)) ? Instant.MAX : now.plus(AHEAD_OF_CLOCK);
        return occurredAt.isBefore(EARLIEST) || occurredAt.isAfter(latest)
                ? Members.fault("/occurredAt", "must lie between " + EARLIEST + " and 24 h ahead of the clock")
                : Validation.valid(occurredAt);
    }

    /** There is one version so far. An older one than the newest is upcast here, before any other member is read. */
    private static Validation<Seq<Fault>, Integer> schemaVersion(Members members) {
        ObjectNode object = members.object();
        JsonNode node = object.get("schemaVersion");
        if (node == null) {
            return Validation.valid(1);
        }
        if (!node.isNumber() || node.decimalValue().signum() <= 0 || !isInteger(node.decimalValue())) {
            return Members.fault("/schemaVersion", "must be a positive integer");
        }
        return node.decimalValue().compareTo(BigDecimal.valueOf(EventType.NEWEST_SCHEMA_VERSION)) == 0
                ? Validation.valid(EventType.NEWEST_SCHEMA_VERSION)
                : Members.fault("/schemaVersion", "is unknown; the newest known is " + EventType.NEWEST_SCHEMA_VERSION);
    }

    private static boolean isInteger(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    private static Validation<Seq<Fault>, String> currency(Members members) {
        return members.required(
                "currency",
                node -> node.isTextual() && isCurrency(node.textValue())
                        ? Validation.valid(node.textValue())
                        : members.fault("currency", "must be an ISO 4217 code in upper case", String.class));
    }

    private static boolean isCurrency(String code) {
        try {
            return Currency.getInstance(code).getCurrencyCode().equals(code);
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    private static Validation<Seq<Fault>, Content> content(Members members) {
        return both(
                        Lines.ordered(members),
                        both(members.nonNegativeOrZero("shipping"), members.nonNegativeOrZero("tax")))
                .map(all -> new Content(
                        all.first(), all.second().first(), all.second().second()));
    }

    record Pair<A, B>(A first, B second) {}

    /** Both, or the faults of both. */
    static <A, B> Validation<Seq<Fault>, Pair<A, B>> both(
            Validation<Seq<Fault>, ? extends A> first, Validation<Seq<Fault>, ? extends B> second) {
        if (first.isValid() && second.isValid()) {
            return Validation.valid(new Pair<>(first.get(), second.get()));
        }
        return Validation.invalid(faults(first).appendAll(faults(second)));
    }

    private static Seq<Fault> faults(Validation<Seq<Fault>, ?> validation) {
        return validation.isValid() ? List.empty() : validation.getError();
    }
}
