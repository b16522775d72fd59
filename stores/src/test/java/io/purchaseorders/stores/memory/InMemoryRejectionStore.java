package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.RejectionStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Rejections in memory; safe for concurrent use. */
@NullMarked
public final class InMemoryRejectionStore implements RejectionStore {

    private static final Comparator<Position> NEWEST_FIRST = Comparator.comparing(Position::recordedAt)
            .thenComparing(Position::rejectionId)
            .reversed();

    private final Map<String, Rejection> byId = new LinkedHashMap<>();

    @Override
    public synchronized void add(Rejection rejection) {
        byId.putIfAbsent(rejection.rejectionId(), rejection);
    }

    @Override
    public synchronized Stream<Rejection> newestFirst(
            Optional<Instant> from, Optional<Instant> to, Optional<Position> after) {
        return List.copyOf(byId.values()).stream()
                .filter(rejection -> from.map(
                                earliest -> !rejection.recordedAt().isBefore(earliest))
                        .orElse(true))
                .filter(rejection -> to.map(latest -> !rejection.recordedAt().isAfter(latest))
                        .orElse(true))
                .filter(rejection -> after.map(last -> NEWEST_FIRST.compare(position(rejection), last) > 0)
                        .orElse(true))
                .sorted(Comparator.comparing(InMemoryRejectionStore::position, NEWEST_FIRST));
    }

    @Override
    public synchronized List<Rejection> of(String orderId, String eventId, int most) {
        return byId.values().stream()
                .filter(rejection -> rejection.orderId().equals(Optional.of(orderId))
                        && rejection.eventId().equals(Optional.of(eventId)))
                .sorted(Comparator.comparing(Rejection::outcome).reversed().thenComparing(Rejection.NEWEST_FIRST))
                .limit(most)
                .sorted(Rejection.NEWEST_FIRST)
                .toList();
    }

    private static Position position(Rejection rejection) {
        return new Position(rejection.recordedAt(), rejection.rejectionId());
    }
}
