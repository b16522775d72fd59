package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.api.http.Page;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.RejectionReader;
import io.purchaseorders.stores.RejectionReader.Position;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers with what was published and not accepted, newest first. */
final class RejectionAnswers {

    /** Rejections that one page looks at in vain before it is cut short. */
    static final int OTHERS_A_PAGE = 1_000;

    private final RejectionReader rejections;
    private final CursorCodec cursors;

    RejectionAnswers(RejectionReader rejections, CursorCodec cursors) {
        this.rejections = rejections;
        this.cursors = cursors;
    }

    Answer rejections(Request request) {
        Parameters parameters = new Parameters(request);
        Optional<Instant> from = parameters.instant("from");
        Optional<Instant> to = parameters.instant("to");
        parameters.ordered(from, to);
        Filters filters = Filters.read(parameters);
        int limit = parameters.limit();
        List<?> list = List.of(request.route(), from, to, filters);
        Optional<Position> after = parameters.cursor(cursors, list).map(RejectionAnswers::position);
        return parameters.ifFaultless(() -> {
            try (Stream<Rejection> found = rejections.newestFirst(from, to, after)) {
                Page page = Page.ofWanted(
                        found.iterator(),
                        filters::take,
                        limit,
                        OTHERS_A_PAGE,
                        RejectionAnswers::rejection,
                        RejectionAnswers::position);
                return Answer.list(
                        page.writeTo(JsonNodeFactory.instance.objectNode(), cursors, list),
                        request,
                        "rejectionId",
                        "recordedAt",
                        "outcome",
                        "type",
                        "source",
                        "eventId",
                        "orderId");
            }
        });
    }

    /** What is wanted of what is there. */
    private record Filters(Optional<String> source, Optional<String> type, Optional<String> outcome) {

        static Filters read(Parameters parameters) {
            return new Filters(
                    parameters.text("source"),
                    parameters.text("type"),
                    parameters.oneOf(
                            "outcome",
                            Arrays.stream(Rejection.Outcome.values())
                                    .map(RejectionAnswers::word)
                                    .toList()));
        }

        boolean take(Rejection rejection) {
            return source.filter(wanted -> !wanted.equals(rejection.source())).isEmpty()
                    && type.filter(wanted -> !wanted.equals(rejection.type())).isEmpty()
                    && outcome.filter(wanted -> !wanted.equals(word(rejection.outcome())))
                            .isEmpty();
        }
    }

    private static String word(Rejection.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode rejection(Rejection rejection) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("rejectionId", rejection.rejectionId())
                .put("recordedAt", rejection.recordedAt().toString())
                .put("outcome", word(rejection.outcome()))
                .put("type", rejection.type())
                .put("source", rejection.source())
                .put("eventId", rejection.eventId().orElse(null))
                .put("orderId", rejection.orderId().orElse(null));
        var reasons = json.putArray("reasons");
        rejection
                .reasons()
                .forEach(fault ->
                        reasons.addObject().put("pointer", fault.pointer()).put("message", fault.message()));
        json.putNull("digests");
        rejection
                .digests()
                .ifPresent(digests -> json.putObject("digests")
                        .put("stored", digests.stored())
                        .put("received", digests.received()));
        return DetailJson.parseObject(rejection.detail()).isRight()
                ? json.putRawValue("detail", new RawValue(rejection.detail()))
                : json.put("detail", rejection.detail());
    }

    private static ObjectNode position(Rejection last) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("at", last.recordedAt().toString())
                .put("id", last.rejectionId());
    }

    private static Position position(JsonNode json) {
        return new Position(
                Instant.parse(json.path("at").asText()), json.path("id").asText());
    }
}
