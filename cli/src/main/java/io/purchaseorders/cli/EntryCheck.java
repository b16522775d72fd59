package io.purchaseorders.cli;

import io.purchaseorders.events.ContentDigest;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.Fault;
import io.purchaseorders.events.Names;
import io.purchaseorders.events.NearMisses;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the rules say of one entry, before or without a system: those that the order-processor applies.
 *
 * @param ids by which a receipt can be asked for; empty where the entry has none that keep the rules
 * @param digest of its content, to tell a duplicate from a conflict
 * @param faults every rule that it breaks; none if it would be accepted
 * @param warnings members that look misspelt
 */
record EntryCheck(Optional<Ids> ids, String digest, List<Fault> faults, List<Fault> warnings) {

    /** What a receipt is asked by. */
    record Ids(String orderId, String eventId) {}

    static EntryCheck of(Entry entry, Instant now) {
        List<Fault> faults = EventCodec.decode(entry.source(), entry.detailType(), entry.detail(), now)
                .fold(found -> found, event -> List.of());
        return new EntryCheck(
                ids(entry.detail()),
                ContentDigest.of(entry.detailType(), entry.detail()),
                faults,
                NearMisses.of(entry.detailType(), entry.detail()));
    }

    private static Optional<Ids> ids(String detail) {
        return DetailJson.parseObject(detail)
                .toJavaOptional()
                .map(object -> new Ids(
                        object.path("orderId").asText(), object.path("eventId").asText()))
                .filter(ids -> Names.isId(ids.orderId()) && Names.isId(ids.eventId()));
    }

    boolean isValid() {
        return faults.isEmpty();
    }

    /** In one line, each with its place. */
    static String text(List<Fault> faults) {
        return faults.stream()
                .map(fault -> (fault.pointer().isEmpty() ? "Detail" : fault.pointer()) + " " + fault.message())
                .collect(Collectors.joining("; "));
    }
}
