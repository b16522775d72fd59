package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.handlers.api.http.Answer;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is stored of the orders that an answer was folded from and counts for nothing, because it is not what was recorded or
 * cannot be read.
 *
 * @param orders how many orders have such
 * @param events how many there are
 * @param first those that an answer names
 */
record LeftOut(int orders, int events, List<ShownEvent> first) {

    static final LeftOut NOTHING = new LeftOut(0, 0, List.of());

    /** An answer names so many: whoever can damage more should not be able to make it too long. */
    static final int MOST_NAMED = 100;

    /** Also with the rows of a table, which have no place for it. */
    static final String HEADER = "Orders-Left-Out";

    /** @param damaged of one order */
    LeftOut and(List<ShownEvent> damaged) {
        return damaged.isEmpty()
                ? this
                : new LeftOut(
                        orders + 1,
                        events + damaged.size(),
                        Stream.concat(first.stream(), damaged.stream())
                                .limit(MOST_NAMED)
                                .toList());
    }

    /** Adds {@code leftOut}, where there is any. */
    void writeTo(ObjectNode body) {
        if (events > 0) {
            body.putObject("leftOut")
                    .put("orders", orders)
                    .put("events", events)
                    .putArray("damaged")
                    .addAll(first.stream().map(ShownEvent::json).toList());
        }
    }

    /** The same number as a header. */
    Answer tell(Answer answer) {
        return events > 0 ? answer.with(HEADER, String.valueOf(events)) : answer;
    }
}
