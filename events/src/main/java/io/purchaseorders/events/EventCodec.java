package io.purchaseorders.events;

import static io.purchaseorders.events.Members.flat;
import static io.vavr.control.Validation.combine;

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
import java.time.Duration;
import java.time.Instant;
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
     * The event of an entry, or every rule that the entry breaks.
     *
     * @param source of the entry, the publisher's name
     * @param type EventBridge's {@code detail-type}
     * @param now the system's clock, which {@code occurredAt} may be ahead of by at most 24 h
     */
    public static Either<java.util.List<Fault>, OrderEvent> decode(
            String source, String type, String detail, Instant now) {
        Either<java.util.List<Fault>, OrderEvent> event = decode(type, detail, now);
        return Limits.tooLong(source)
                .map(fault -> Either.<java.util.List<Fault>, OrderEvent>left(List.of(fault)
                        .appendAll(event.swap().getOrElse(java.util.List.of()))
                        .asJava()))
                .orElse(event);
    }

    /**
     * The event, or every rule that it breaks.
     *
     * @param type EventBridge's {@code detail-type}
     * @param now the system's clock, which {@code occurredAt} may be ahead of by at most 24 h
     */
    public static Either<java.util.List<Fault>, OrderEvent> decode(String type, String detail, Instant now) {
        return decode(type, detail, now, Upcasters.RELEASED);
    }

    static Either<java.util.List<Fault>, OrderEvent> decode(
            String type, String detail, Instant now, Upcasters upcasters) {
        Optional<EventType> known = EventType.ofWireName(type);
        Seq<Fault> unknown = known.isPresent() ? List.empty() : List.of(unknownType(type));
        return Limits.tooLarge(detail)
                .map(Either::<Fault, JsonMembers>left)
                .orElseGet(() -> JsonMembers.parse(detail))
                .<Seq<Fault>>mapLeft(unknown::append)
                .flatMap(members -> known.isPresent()
                        ? read(known.get(), members, upcasters.newest(known.get(), members, detail), now)
                                .toEither()
                        : Either.left(unknown.appendAll(faults(header(new Members(members, ""), now)))))
                .mapLeft(Seq::asJava);
    }

    /** Where the version is not known, the faults are those that the newest one would have besides. */
    private static Validation<Seq<Fault>, OrderEvent> read(
            EventType type, JsonMembers members, Validation<Seq<Fault>, JsonMembers> newest, Instant now) {
        return newest.isValid()
                ? read(type, new Members(newest.get(), ""), now)
                : Validation.invalid(newest.getError().appendAll(faults(read(type, new Members(members, ""), now))));
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

    private static Fault unknownType(String type) {
        return new Fault("", "type " + quoted(type) + " is unknown; known are " + EventType.wireNames());
    }

    private static String quoted(String text) {
        return "'" + (text.length() <= Names.LENGTH ? text : text.substring(0, Names.LENGTH) + "...") + "'";
    }

    private static Seq<Fault> faults(Validation<Seq<Fault>, ?> validation) {
        return validation.isValid() ? List.empty() : validation.getError();
    }

    private static Validation<Seq<Fault>, OrderEvent> read(EventType type, Members members, Instant now) {
        Validation<Seq<Fault>, Header> header = header(members, now);
        return switch (type) {
            case ORDER_PLACED ->
                flat(combine(header, members.name("customerId"), members.currency("currency"), content(members))
                        .ap(OrderPlaced::new));
            case ORDER_AMENDED -> flat(combine(header, content(members)).ap(OrderAmended::new));
            case ORDER_CONFIRMED -> header.map(OrderConfirmed::new);
            case ORDER_SHIPPED ->
                flat(combine(header, members.optionalText("carrier"), members.optionalText("trackingNumber"))
                        .ap(OrderShipped::new));
            case ORDER_DELIVERED -> header.map(OrderDelivered::new);
            case ORDER_CANCELLED ->
                flat(combine(header, members.optionalText("reason")).ap(OrderCancelled::new));
            case ORDER_RETURNED -> flat(combine(header, Lines.returned(members)).ap(OrderReturned::new));
        };
    }

    private static Validation<Seq<Fault>, Header> header(Members members, Instant now) {
        return flat(combine(members.id("eventId"), members.id("orderId"), occurredAt(members, now))
                .ap(Header::new));
    }

    private static Validation<Seq<Fault>, Instant> occurredAt(Members members, Instant now) {
        Validation<Seq<Fault>, Instant> at = members.instant("occurredAt");
        return at.isValid() && !isInTime(at.get(), now)
                ? Members.fault("/occurredAt", "must lie between " + EARLIEST + " and 24 h ahead of the clock")
                : at;
    }

    private static boolean isInTime(Instant occurredAt, Instant now) {
        return !occurredAt.isBefore(EARLIEST)
                && (now.isAfter(Instant.MAX.minus(AHEAD_OF_CLOCK)) || !occurredAt.isAfter(now.plus(AHEAD_OF_CLOCK)));
    }

    private static Validation<Seq<Fault>, Content> content(Members members) {
        return flat(
                combine(Lines.ordered(members), members.nonNegativeOrZero("shipping"), members.nonNegativeOrZero("tax"))
                        .ap(Content::new));
    }
}
