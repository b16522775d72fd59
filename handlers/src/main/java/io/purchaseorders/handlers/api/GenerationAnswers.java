package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.api.http.Page;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.Generations;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** Answers with the generations of projections, newest first: which is live, and how far one is that is built. */
final class GenerationAnswers {

    private static final String BEFORE = "before";

    private final Generations register;
    private final CursorCodec cursors;

    GenerationAnswers(Generations register, CursorCodec cursors) {
        this.register = register;
        this.cursors = cursors;
    }

    Answer generations(Request request) {
        Parameters parameters = new Parameters(request);
        int limit = parameters.limit();
        List<?> list = List.of(request.route());
        int before = parameters
                .cursor(cursors, list)
                .map(position -> position.path(BEFORE).asInt())
                .orElse(Integer.MAX_VALUE);
        return parameters.ifFaultless(() -> {
            Iterator<Generation> newestFirst = register.all().reversed().stream()
                    .filter(generation -> generation.number() < before)
                    .iterator();
            Page page = Page.of(newestFirst, limit, this::generation, GenerationAnswers::position);
            return Answer.list(
                    page.writeTo(JsonNodeFactory.instance.objectNode(), cursors, list),
                    request,
                    "generation",
                    "state",
                    "timeZone",
                    "snapshotAt",
                    "loadedOrders",
                    "ofOrders",
                    "comparedAt");
        });
    }

    private ObjectNode generation(Generation generation) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("generation", generation.number())
                .put("state", word(generation))
                .put("timeZone", generation.timeZone().getId())
                .put(
                        "snapshotAt",
                        generation.snapshotAt().map(Instant::toString).orElse(null))
                .put("loadedOrders", generation.loaded().orders())
                .put("ofOrders", generation.loaded().ofOrders())
                .put(
                        "comparedAt",
                        generation.comparedAt().map(Instant::toString).orElse(null));
    }

    private String word(Generation generation) {
        if (generation.number() == register.live()) {
            return "live";
        }
        return switch (generation.state()) {
            case BUILDING -> "building";
            case FED -> "fed";
            case HELD -> "held";
            case RETIRED -> "retired";
        };
    }

    private static ObjectNode position(Generation last) {
        return JsonNodeFactory.instance.objectNode().put(BEFORE, last.number());
    }
}
