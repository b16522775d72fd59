package io.purchaseorders.notary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.log.LogProblem;
import io.purchaseorders.log.LogStorage;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks for one export after another, so that they cover the table's history without a gap: a full one, then incremental ones,
 * each from where the one before ends. What it asks for is decided in a file, {@link #PATH}, before it asks, so a run that
 * ends half-way, or two at once, ask for the same export; one that failed is asked for again.
 */
final class Exporter {

    static final String PATH = "exporter";

    /** What DynamoDB takes for an incremental export. */
    static final Duration SHORTEST = Duration.ofMinutes(15);

    static final Duration LONGEST = Duration.ofHours(24);

    private final ExportRequests requests;
    private final LogStorage storage;

    Exporter(ExportRequests requests, LogStorage storage) {
        this.requests = requests;
        this.storage = storage;
    }

    /** What was decided; the ARN is missing until it was asked for. */
    private record Decided(Optional<Instant> since, Instant through, String token, Optional<String> arn) {

        byte[] bytes() {
            ObjectNode json = DetailJson.MAPPER.createObjectNode();
            since.ifPresent(from -> json.put("since", from.toString()));
            json.put("through", through.toString());
            json.put("token", token);
            arn.ifPresent(name -> json.put("arn", name));
            return (json + "\n").getBytes(StandardCharsets.UTF_8);
        }

        static Decided parse(byte[] content) {
            try {
                JsonNode json = DetailJson.MAPPER.readTree(new String(content, StandardCharsets.UTF_8));
                return new Decided(
                        Optional.ofNullable(json.get("since")).map(from -> Instant.parse(from.asText())),
                        Instant.parse(json.path("through").asText()),
                        json.path("token").asText(),
                        Optional.ofNullable(json.get("arn")).map(JsonNode::asText));
            } catch (JsonProcessingException | DateTimeException e) {
                throw new LogProblem(
                        "The file " + PATH + " of the exports cannot be read: restore it from its version before.");
            }
        }

        static Decided now(Optional<Instant> since, Instant through) {
            return new Decided(since, through, UUID.randomUUID().toString(), Optional.empty());
        }
    }

    /** Asks for the next export if it is time, and says what it did in a sentence. */
    String run() {
        Optional<byte[]> stored = storage.read(PATH);
        Optional<Decided> last = stored.map(Decided::parse);
        if (last.isPresent() && last.get().arn().isEmpty()) {
            return ask(last.get(), last.get().bytes());
        }
        Optional<ExportRequests.Status> status = last.flatMap(Decided::arn).map(requests::status);
        if (status.isPresent() && status.get() == ExportRequests.Status.RUNNING) {
            return "The last export is under way.";
        }
        Instant latest = requests.latest().truncatedTo(ChronoUnit.SECONDS);
        Decided next;
        if (last.isEmpty()) {
            next = Decided.now(Optional.empty(), latest);
        } else {
            boolean isAgain = status.equals(Optional.of(ExportRequests.Status.FAILED));
            Optional<Instant> since =
                    isAgain ? last.get().since() : Optional.of(last.get().through());
            next = Decided.now(since, through(since, latest));
            if (since.isPresent()
                    && Duration.between(since.get(), next.through()).compareTo(SHORTEST) < 0) {
                return "It is too early for the next export.";
            }
        }
        if (!storage.replace(PATH, stored, next.bytes())) {
            return "Another run has decided on the next export.";
        }
        return ask(next, next.bytes());
    }

    private static Instant through(Optional<Instant> since, Instant latest) {
        return since.map(from -> from.plus(LONGEST))
                .filter(limit -> limit.isBefore(latest))
                .orElse(latest);
    }

    private String ask(Decided decided, byte[] stored) {
        String arn = requests.begin(decided.since(), decided.through(), decided.token());
        Decided asked = new Decided(decided.since(), decided.through(), decided.token(), Optional.of(arn));
        // Where it is another by now, another run has asked for the same.
        storage.replace(PATH, Optional.of(stored), asked.bytes());
        return "Asked for " + arn + ", through " + decided.through() + ".";
    }
}
