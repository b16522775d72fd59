package io.purchaseorders.handlers.api;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.EventReader.ItemKey;
import io.purchaseorders.stores.EventReader.Placement;
import io.purchaseorders.stores.EventReader.ScanPage;
import io.purchaseorders.stores.EventRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which events a trail is asked for.
 *
 * @param quarantined events that are stored and in no total
 */
record ScanQuestion(
        AggregationKey key, PeriodRange range, PointInTime pointInTime, ZoneId zone, Set<EventRef> quarantined) {

    /** Index entries that are read at a time; each leads to an order's history. */
    private static final int PLACEMENTS = 100;

    /** An index follows its table within a fraction of a second; this is far beyond. */
    private static final Duration INDEX_LAG = Duration.ofSeconds(5);

    /** Up to which recorded instant an answer holds everything: it is read from the events, not from projections. */
    Freshness freshness(Instant now) {
        Instant seen = isOfCustomer() ? now.minus(INDEX_LAG) : now;
        return pointInTime
                .knownAt()
                .filter(at -> !at.isAfter(seen))
                .map(at -> new Freshness(Optional.of(at), 0))
                .orElseGet(() -> new Freshness(
                        Optional.of(seen), Duration.between(seen, now).toMillis()));
    }

    boolean isOfCustomer() {
        return key.customer().isPresent();
    }

    boolean includes(RecordedEvent event) {
        return pointInTime.includes(event)
                && (quarantined.isEmpty()
                        || !quarantined.contains(new EventRef(
                                event.event().orderId(), event.event().key().timestamp())));
    }

    String periodOf(Instant occurredAt) {
        return range.granularity().of(LocalDateTime.ofInstant(occurredAt, zone));
    }

    /** An order is in its customer's index once for each placing that names the customer; it counts where its own one stands. */
    boolean counts(FoldedOrder order, ItemKey place) {
        return key.customer()
                .map(customer -> order.isPlacedBy(EventKey.parse(place.timestamp()), customer))
                .orElse(true);
    }

    /** Orders that may have contributed, from a customer's index, or where there is none, from a walk over all. */
    ScanPage page(EventReader events, Optional<ItemKey> after, int most) {
        Optional<Instant> latest = Stream.concat(range.end(zone).stream(), pointInTime.asOf().stream())
                .min(Instant::compareTo);
        return key.customer()
                .map(customer -> placements(events, customer, latest, after))
                .orElseGet(() -> events.scan(range.begin(zone), latest, after, most));
    }

    /** What came before the period may have placed what happened within. */
    private static ScanPage placements(
            EventReader events, String customer, Optional<Instant> latest, Optional<ItemKey> after) {
        Optional<Placement> behind =
                after.map(place -> new Placement(place.orderId(), EventKey.parse(place.timestamp())));
        try (Stream<Placement> index = events.placements(customer, Optional.empty(), latest, behind)) {
            List<ItemKey> places = index.limit(PLACEMENTS)
                    .map(placement ->
                            new ItemKey(placement.orderId(), placement.key().timestamp()))
                    .toList();
            return new ScanPage(
                    places,
                    places.size(),
                    places.size() < PLACEMENTS ? Optional.empty() : Optional.of(places.getLast()));
        }
    }
}
