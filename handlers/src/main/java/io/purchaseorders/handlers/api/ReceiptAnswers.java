package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.Names;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.ETag;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.OrderFold.Step;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers what became of published events. Whoever may publish may ask, so it tells nothing of any content but its digest
 * and misspelt names: who knows two ids learns when and whether, not what.
 */
final class ReceiptAnswers {

    /** Rejections of one event that are told of: the newest say what is wrong now. */
    static final int REJECTIONS = 10;

    private final ApiStores stores;

    ReceiptAnswers(ApiStores stores) {
        this.stores = stores;
    }

    /** What is known of one order, read once for all questions about its events. */
    private record Known(
            History history, List<Step> steps, List<QuarantinedEvent> quarantined, Optional<OrderRow> row) {}

    Answer receipt(Request request) {
        Parameters parameters = new Parameters(request);
        String eventId = parameters.id("eventId", Names::isId, Parameters.ID_RULE);
        String orderId = parameters.requiredText("orderId", Names::isId, Parameters.ID_RULE);
        return parameters.ifFaultless(() -> ETag.conditional(
                Answer.ok(receipt(new ReceiptQuestion(orderId, eventId), known(orderId))
                        .toJson()),
                request));
    }

    /** The receipts of several events, in the order of the questions. One order's history is held at a time, which can have megabytes. */
    Answer receipts(Request request) {
        Parameters parameters = new Parameters(request);
        List<ReceiptQuestion> questions = ReceiptQuestion.read(request.body(), parameters);
        return parameters.ifFaultless(() -> {
            Map<ReceiptQuestion, ObjectNode> receipts = new HashMap<>();
            questions.stream().map(ReceiptQuestion::orderId).distinct().forEach(orderId -> {
                Known known = known(orderId);
                questions.stream()
                        .filter(question -> question.orderId().equals(orderId))
                        .forEach(question ->
                                receipts.put(question, receipt(question, known).toJson()));
            });
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            var items = body.putArray("items");
            questions.forEach(question -> items.add(receipts.get(question)));
            return Answer.ok(body);
        });
    }

    private Receipt receipt(ReceiptQuestion question, Known known) {
        Optional<RecordedEvent> stored = known.history().events().stream()
                .filter(event -> event.event().eventId().equals(question.eventId()))
                .findFirst();
        Optional<QuarantinedEvent> quarantined = known.quarantined().stream()
                .filter(item -> isOf(item, question.eventId(), stored))
                .findFirst();
        return new Receipt(
                question,
                stored,
                known.steps().stream()
                        .filter(step -> step.event().eventId().equals(question.eventId()))
                        .findFirst(),
                // An order's row is written after all totals that the event changed.
                quarantined.isEmpty()
                        && stored.isPresent()
                        && known.row()
                                .map(row -> row.applied()
                                        .contains(stored.get().event().key()))
                                .orElse(false),
                stores.duplicates().of(question.orderId(), question.eventId()),
                quarantined,
                stores.rejections().of(question.orderId(), question.eventId(), REJECTIONS));
    }

    private Known known(String orderId) {
        History history = History.of(stores.events().history(orderId));
        return new Known(
                history,
                history.steps(orderId),
                stores.quarantine().of(orderId),
                Optional.ofNullable(stores.projections().orders(Set.of(orderId)).get(orderId)));
    }

    /** Also of an item that cannot be read, as long as its key can. */
    private static boolean isOf(QuarantinedEvent item, String eventId, Optional<RecordedEvent> stored) {
        String timestamp = item.event().timestamp();
        return stored.map(event -> timestamp.equals(event.event().key().timestamp()))
                .orElseGet(() -> timestamp.endsWith("#" + eventId));
    }
}
