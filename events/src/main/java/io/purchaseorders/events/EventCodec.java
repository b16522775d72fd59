package io.purchaseorders.events;

import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderAmended;
import io.purchaseorders.events.OrderEvent.OrderCancelled;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderDelivered;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.OrderEvent.OrderReturned;
import io.purchaseorders.events.OrderEvent.OrderShipped;
import io.vavr.control.Either;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event from its type and its {@code Detail}. A pure function: the clock is an argument. Source of the rules:
 * section 2 of the contract, which the JSON Schemas beside this class say as far as a schema can.
 */
public final class EventCodec {

    /** Nothing older is a business time that a publisher can mean. */
    public static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /** Clocks differ and facts may be announced, but not further ahead than this. */
    public static final Duration AHEAD_OF_CLOCK = Duration.ofHours(24);

    private static final Instant LATEST_CLOCK = Instant.MAX.minus(AHEAD_OF_CLOCK);

    private EventCodec() {}

    /**
     * The event of an entry, or every rule that the entry breaks.
     *
     * @param source of the entry, the publisher's name
     * @param type EventBridge's {@code detail-type}
     * @param now the system's clock, which {@code occurredAt} may be ahead of by at most 24 h
     */
    public static Either<List<Fault>, OrderEvent> decode(String source, String type, String detail, Instant now) {
        Either<List<Fault>, OrderEvent> event = decode(type, detail, now);
        Optional<Fault> tooLong = Limits.tooLong(source);
        if (tooLong.isEmpty()) {
            return event;
        }
        List<Fault> faults = new ArrayList<>(List.of(tooLong.get()));
        faults.addAll(event.swap().getOrElse(List.of()));
        return Either.left(List.copyOf(faults));
    }

    /**
     * The event, or every rule that it breaks.
     *
     * @param type EventBridge's {@code detail-type}
     * @param now the system's clock, which {@code occurredAt} may be ahead of by at most 24 h
     */
    public static Either<List<Fault>, OrderEvent> decode(String type, String detail, Instant now) {
        return decode(type, detail, now, Upcasters.RELEASED);
    }

    static Either<List<Fault>, OrderEvent> decode(String type, String detail, Instant now, Upcasters upcasters) {
        List<Fault> faults = new ArrayList<>();
        Optional<EventType> known = EventType.ofWireName(type);
        if (known.isEmpty()) {
            faults.add(unknownType(type));
        }
        Either<Fault, JsonMembers> members = Limits.tooLarge(detail)
                .map(Either::<Fault, JsonMembers>left)
                .orElseGet(() -> JsonMembers.parse(detail));
        @Nullable
        OrderEvent event = members.fold(
                fault -> {
                    faults.add(fault);
                    return null;
                },
                read -> read(known, read, detail, now, upcasters, faults));
        return event == null || !faults.isEmpty() ? Either.left(List.copyOf(faults)) : Either.right(event);
    }

    /** Where the type is not known, what is read is the header. */
    private static @Nullable OrderEvent read(
            Optional<EventType> type,
            JsonMembers members,
            String detail,
            Instant now,
            Upcasters upcasters,
            List<Fault> faults) {
        if (type.isEmpty()) {
            header(Members.ofDetail(members, faults), now);
            return null;
        }
        JsonMembers newest = upcasters.newest(type.get(), members, detail, faults);
        return read(type.get(), Members.ofDetail(newest, faults), now);
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

    private static OrderEvent read(EventType type, Members members, Instant now) {
        Header header = header(members, now);
        return switch (type) {
            case ORDER_PLACED ->
                new OrderPlaced(header, members.name("customerId"), members.currency("currency"), content(members));
            case ORDER_AMENDED -> new OrderAmended(header, content(members));
            case ORDER_CONFIRMED -> new OrderConfirmed(header);
            case ORDER_SHIPPED ->
                new OrderShipped(header, members.optionalText("carrier"), members.optionalText("trackingNumber"));
            case ORDER_DELIVERED -> new OrderDelivered(header);
            case ORDER_CANCELLED -> new OrderCancelled(header, members.optionalText("reason"));
            case ORDER_RETURNED -> new OrderReturned(header, Lines.returned(members));
        };
    }

    private static Header header(Members members, Instant now) {
        return new Header(members.id("eventId"), members.id("orderId"), occurredAt(members, now));
    }

    private static Instant occurredAt(Members members, Instant now) {
        int faultsBefore = members.faults().size();
        Instant at = members.instant("occurredAt");
        if (members.faults().size() == faultsBefore && !isInTime(at, now)) {
            members.fault("occurredAt", "must lie between " + EARLIEST + " and 24 h ahead of the clock");
        }
        return at;
    }

    private static boolean isInTime(Instant occurredAt, Instant now) {
        return !occurredAt.isBefore(EARLIEST)
                && (now.isAfter(LATEST_CLOCK) || !occurredAt.isAfter(now.plus(AHEAD_OF_CLOCK)));
    }

    private static Content content(Members members) {
        return new Content(
                Lines.ordered(members), members.nonNegativeOrZero("shipping"), members.nonNegativeOrZero("tax"));
    }
}
