package io.purchaseorders.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What the API says became of the events under one pair of ids.
 *
 * @param recordedAt when the stored event was stored; empty where none is
 * @param digest of the stored content; empty where none is stored or the system does not tell
 * @param quarantineReason why the stored event is quarantined; empty where it is not
 * @param rejections what came under these ids and broke rules, newest first
 */
record Receipt(
        Optional<Instant> recordedAt,
        Optional<String> digest,
        Optional<String> quarantineReason,
        List<Rejected> rejections) {

    /** A receipt of ids that the system has never seen. */
    static final Receipt UNKNOWN = new Receipt(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    /** One event that was kept among the rejections for the rules that it breaks. */
    record Rejected(Instant recordedAt, List<Fault> reasons) {}

    static Receipt read(JsonNode json) {
        return new Receipt(
                text(json, "recordedAt").map(Instant::parse),
                text(json, "contentDigest"),
                text(json, "quarantineReason"),
                StreamSupport.stream(json.path("rejections").spliterator(), false)
                        .filter(rejection -> rejection.path("outcome").asText().equals("rejected"))
                        .map(rejection -> new Rejected(
                                Instant.parse(rejection.path("recordedAt").asText()),
                                faults(rejection.path("reasons"))))
                        .toList());
    }

    private static Optional<String> text(JsonNode json, String member) {
        return Optional.of(json.path(member)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private static List<Fault> faults(JsonNode reasons) {
        return StreamSupport.stream(reasons.spliterator(), false)
                .map(reason -> new Fault(
                        reason.path("pointer").asText(), reason.path("message").asText()))
                .toList();
    }
}
