package io.purchaseorders.handlers.api;

import io.purchaseorders.events.Names;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.ETag;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Problem;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.log.Checkpoint;
import io.purchaseorders.log.LogFiles;
import io.purchaseorders.log.LogProblem;
import io.purchaseorders.log.LogReader;
import io.purchaseorders.log.Tile;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Answers from the transparency log: its files as C2SP tlog-tiles has them, and proofs of single events. Whoever reads them
 * verifies them by the log's key, so nothing is verified here.
 */
final class LogAnswers {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";

    /** A tile never changes. Its reader alone may keep it, since a token opened it. */
    private static final String IMMUTABLE = "private, max-age=31536000, immutable";

    /** A newer checkpoint may come at any moment. */
    private static final String NEWEST = "private, no-cache";

    /** A system in memory has another log after each start, at the same address, and takes none of its older tokens. */
    private static final String VARY = "Accept-Encoding, Authorization";

    private static final String NO_LOG = "No log is kept here, or nothing is in it yet.";

    private static final String NOT_YET = "The event is stored, and not in the log yet: ask after its next checkpoint.";

    private static final String NOT_FOUND =
            "What is stored cannot be read as it was recorded, and its entry was not found: a copy of"
                    + " the log has it, if it was ever logged.";

    private static final int OK = 200;

    /** A partial tile is deleted once a larger one is there: a reader that was overtaken opens the log anew. */
    private static final int ATTEMPTS = 3;

    private final KeptLog kept;
    private final LogFiles files;
    private final EventReader events;

    LogAnswers(KeptLog kept, EventReader events) {
        this.kept = kept;
        this.files = kept.files();
        this.events = events;
    }

    Answer checkpoint(Request request) {
        return files.read(Checkpoint.PATH)
                .map(note -> newest(new String(note, StandardCharsets.UTF_8), request))
                .orElseGet(() -> Problem.notFound(request.path(), NO_LOG));
    }

    /** Only what is the name of a tile becomes a path, so that no other file can be asked for. */
    Answer tile(Request request) {
        Parameters parameters = new Parameters(request);
        String path = "tile/"
                + parameters.id(
                        "tile",
                        rest -> Tile.parse("tile/" + rest).isPresent(),
                        "must name a tile, such as 0/000, 1/x001/234.p/5 or entries/000.p/5");
        return parameters.ifFaultless(() -> files.read(path)
                .map(content -> ETag.conditional(
                        Answer.bytes(BYTES, content)
                                .with("Cache-Control", IMMUTABLE)
                                .with("Vary", VARY),
                        request))
                .orElseGet(() -> Problem.notFound(
                        request.path(),
                        "The log has no such tile: it is not full yet, or a larger one has replaced it. The size in"
                                + " /log/checkpoint tells which there are.")));
    }

    Answer proof(Request request) {
        Parameters parameters = new Parameters(request);
        String eventId = parameters.id("eventId", Names::isId, Parameters.ID_RULE);
        String orderId = parameters.requiredText("orderId", Names::isId, Parameters.ID_RULE);
        return parameters.ifFaultless(() -> events.items(orderId).stream()
                .filter(event -> event.ref().timestamp().endsWith("#" + eventId))
                .findFirst()
                .map(event -> proof(event, request))
                .orElseGet(() -> Problem.notFound(request.path(), "No such event is stored.")));
    }

    private Answer proof(StoredEvent event, Request request) {
        if (files.read(Checkpoint.PATH).isEmpty()) {
            return Problem.notFound(request.path(), NO_LOG);
        }
        return prove(event)
                .map(proof -> newest(proof, request))
                .orElseGet(() ->
                        Problem.notFound(request.path(), event instanceof StoredEvent.Intact ? NOT_YET : NOT_FOUND));
    }

    private static Answer newest(String text, Request request) {
        return ETag.conditional(
                Answer.of(OK, TEXT, text).with("Cache-Control", NEWEST).with("Vary", VARY), request);
    }

    private Optional<String> prove(StoredEvent event) {
        for (int attempt = 1; ; attempt++) {
            try {
                LogFiles read = kept.forSearch();
                return LogReader.open(read).flatMap(log -> prove(event, read, log));
            } catch (LogProblem overtaken) {
                if (attempt == ATTEMPTS) {
                    throw overtaken;
                }
            }
        }
    }

    private Optional<String> prove(StoredEvent event, LogFiles read, LogReader log) {
        long size = log.checkpoint().size();
        OptionalLong at = kept.search().find(read, log, event);
        return at.isPresent() && at.getAsLong() < size
                ? Optional.of(log.prove(at.getAsLong()).text())
                : Optional.empty();
    }
}
