package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.api.http.Page;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.stores.QuarantineReader;
import io.purchaseorders.stores.QuarantineReader.Decision;
import io.purchaseorders.stores.QuarantineReader.Subject;
import java.util.List;
import java.util.stream.Stream;

/** Answers with what is in quarantine and why, and with nothing of any content. */
final class QuarantineAnswers {

    private static final String AFTER = "after";

    private final QuarantineReader quarantine;
    private final CursorCodec cursors;

    QuarantineAnswers(QuarantineReader quarantine, CursorCodec cursors) {
        this.quarantine = quarantine;
        this.cursors = cursors;
    }

    Answer quarantine(Request request) {
        Parameters parameters = new Parameters(request);
        int limit = parameters.limit();
        List<?> list = List.of(request.route());
        String after = parameters
                .cursor(cursors, list)
                .map(position -> position.path(AFTER).asText())
                .orElse("");
        return parameters.ifFaultless(() -> {
            try (Stream<Decision> decisions = quarantine.decisions(after)) {
                Page page = Page.of(
                        decisions.iterator(),
                        limit,
                        QuarantineAnswers::item,
                        decision -> JsonNodeFactory.instance.objectNode().put(AFTER, decision.position()));
                return Answer.list(
                        page.writeTo(JsonNodeFactory.instance.objectNode(), cursors, list),
                        request,
                        "kind",
                        "orderId",
                        "timestamp",
                        "aggregationKey",
                        "granularity",
                        "period",
                        "reason");
            }
        });
    }

    private static ObjectNode item(Decision decision) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (decision.subject()) {
            case Subject.Event event ->
                json.put("kind", "event")
                        .put("orderId", event.ref().orderId())
                        .put("timestamp", event.ref().timestamp())
                        .putNull("aggregationKey")
                        .putNull("granularity")
                        .putNull("period");
            case Subject.Row row ->
                json.put("kind", "aggregate")
                        .putNull("orderId")
                        .putNull("timestamp")
                        .put("aggregationKey", row.key().aggregationKey())
                        .put(
                                "granularity",
                                row.key().granularity().map(Enum::name).orElse(null))
                        .put("period", row.key().notation());
        }
        return json.put("reason", decision.reason());
    }
}
