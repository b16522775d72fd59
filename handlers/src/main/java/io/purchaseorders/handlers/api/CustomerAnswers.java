package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.Names;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.api.http.Page;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Problem;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.EventReader.Placement;
import io.purchaseorders.stores.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** Answers with the orders of one customer, newest first. */
final class CustomerAnswers {

    /** Histories that are read at a time: enough to hide the waiting, not enough to be throttled. */
    private static final int AT_A_TIME = 16;

    /** Entries that one page looks at in vain before it is cut short: another publisher may name the customer in any order. */
    static final int OTHERS_A_PAGE = 100;

    private final EventReader events;
    private final CursorCodec cursors;

    CustomerAnswers(EventReader events, CursorCodec cursors) {
        this.events = events;
        this.cursors = cursors;
    }

    /** Where the index mentions an order, what the order itself says, and what is damaged of it. */
    private record Mention(Placement placement, FoldedOrder folded, List<ShownEvent> damaged) {

        /** Also where nothing says whose it is, since what is damaged may have placed it. */
        boolean isOf(String customerId) {
            return folded.isPlacedBy(placement.key(), customerId)
                    || (!damaged.isEmpty() && folded.order().placing().isEmpty());
        }
    }

    Answer orders(Request request) {
        Parameters parameters = new Parameters(request);
        String customerId = parameters.id("customerId", Names::isName, Names.NAME_RULE);
        Optional<Instant> from = parameters.instant("from");
        Optional<Instant> to = parameters.instant("to");
        parameters.ordered(from, to);
        int limit = parameters.limit();
        List<?> list = List.of(request.route(), customerId, from, to);
        Optional<Placement> after = parameters.cursor(cursors, list).map(CustomerAnswers::placement);
        return parameters.ifFaultless(() -> {
            Looked looked = look(customerId, from, to, after, limit);
            Page page = looked.page(limit);
            return page.isEmpty() && looked.isAll() && after.isEmpty() && hasNone(customerId, from, to)
                    ? Problem.notFound(request.path(), "There are no orders of such a customer.")
                    : Answer.list(
                            page.writeTo(JsonNodeFactory.instance.objectNode(), cursors, list),
                            request,
                            "orderId",
                            "customerId",
                            "status",
                            "currency",
                            "total",
                            "refunded");
        });
    }

    /**
     * The orders of the customer among some entries of the index.
     *
     * @param found in the order of the index; one more than a page, if there are as many
     * @param last the last entry that was looked at
     * @param isAll whether there are no more entries
     */
    private record Looked(List<Mention> found, Optional<Placement> last, boolean isAll) {

        Page page(int limit) {
            Page full = Page.of(
                    found.iterator(),
                    limit,
                    mention -> mention.folded().toJson(mention.damaged()),
                    mention -> json(mention.placement()));
            return full.end().isPresent() || isAll ? full : new Page(full.items(), last.map(CustomerAnswers::json));
        }
    }

    /** A second placing of an order, and a placing by somebody else, are in the index too, and count for nobody. */
    private Looked look(
            String customerId, Optional<Instant> from, Optional<Instant> to, Optional<Placement> after, int limit) {
        int most = limit + OTHERS_A_PAGE;
        List<Mention> found = new ArrayList<>();
        Optional<Placement> last = Optional.empty();
        int count = 0;
        try (Stream<Placement> index = events.placements(customerId, from, to, after)) {
            Iterator<Mention> mentions = index.limit(most)
                    .gather(Gatherers.mapConcurrent(Math.min(AT_A_TIME, limit + 1), this::mention))
                    .iterator();
            while (found.size() <= limit && mentions.hasNext()) {
                Mention mention = mentions.next();
                count++;
                last = Optional.of(mention.placement());
                if (mention.isOf(customerId)) {
                    found.add(mention);
                }
            }
        }
        return new Looked(found, last, count < most && found.size() <= limit);
    }

    /** Whether the customer has no orders at any time either, as far as one page tells. */
    private boolean hasNone(String customerId, Optional<Instant> from, Optional<Instant> to) {
        if (from.isEmpty() && to.isEmpty()) {
            return true;
        }
        Looked any = look(customerId, Optional.empty(), Optional.empty(), Optional.empty(), 0);
        return any.found().isEmpty() && any.isAll();
    }

    private Mention mention(Placement placement) {
        List<StoredEvent> items = events.items(placement.orderId());
        return new Mention(
                placement,
                FoldedOrder.of(
                        placement.orderId(),
                        items.stream().flatMap(EventReader::intact).toList()),
                ShownEvent.damaged(items));
    }

    private static ObjectNode json(Placement placement) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("order", placement.orderId())
                .put("key", placement.key().timestamp());
    }

    private static Placement placement(JsonNode json) {
        return new Placement(
                json.path("order").asText(), EventKey.parse(json.path("key").asText()));
    }
}
