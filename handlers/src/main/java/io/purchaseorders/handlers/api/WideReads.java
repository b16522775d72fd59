package io.purchaseorders.handlers.api;

import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.Problem;
import io.purchaseorders.handlers.api.http.Request;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bounds how many answers that read much are made at once, so that they leave memory, connections and the tables' capacity to
 * the others. What comes beyond that is a 503, which says when to ask again: it would wait anyway, and hold what it has read.
 */
final class WideReads {

    /**
     * Half of what one function answers at once on one machine. An execution environment of Lambda has one invocation at a time;
     * there, reserved concurrency and the routes' rates are the bound.
     */
    static final int AT_ONCE = 8;

    /** From more items than this on a list is wide: each may be an order, which is folded from its events. */
    static final int MANY_ITEMS = 500;

    /** Of this process, whatever number of functions it hosts. */
    static final WideReads OF_THIS_PROCESS = new WideReads(AT_ONCE);

    private final Semaphore permits;

    WideReads(int atOnce) {
        this.permits = new Semaphore(atOnce);
    }

    Answer answer(Question question, Request request, Supplier<Answer> answer) {
        if (!isWide(question, request)) {
            return answer.get();
        }
        if (!permits.tryAcquire()) {
            return Problem.unavailable(request.path());
        }
        try {
            return answer.get();
        } finally {
            permits.release();
        }
    }

    /** Whether the answer is folded from the events of many orders, or compares many keys, or is a long list. */
    static boolean isWide(Question question, Request request) {
        return switch (question) {
            case EXPLAIN, RANKINGS, RECEIPTS -> true;
            case AGGREGATIONS ->
                request.query().containsKey("asOf") || request.query().containsKey("knownAt") || isLong(request);
            case EVENTS, CUSTOMER_ORDERS, CUSTOMERS, PRODUCTS, REJECTIONS, QUARANTINE, GENERATIONS -> isLong(request);
            case ORDER, RECEIPT, PROOF, LOG_CHECKPOINT, LOG_TILE, OPEN_API, SCHEMA, ASYNC_API -> false;
        };
    }

    private static boolean isLong(Request request) {
        return request.query().getOrDefault("limit", List.of()).stream().anyMatch(WideReads::isMany);
    }

    /** What is no limit at all is a 400, which reads nothing. */
    private static boolean isMany(String limit) {
        return limit.matches("[0-9]{1,4}") && Integer.parseInt(limit) > MANY_ITEMS;
    }
}
