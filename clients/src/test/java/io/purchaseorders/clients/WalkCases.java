package io.purchaseorders.clients;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Valid requests of every path of the OpenAPI document: each a value for some of its parameters. Every parameter stands in
 * at least one; the first request of a path is the one that hostile values are put into, one parameter at a time.
 */
final class WalkCases {

    /** In place of a value: the {@code nextCursor} or the {@code ETag} that the request without it was answered with. */
    static final String FROM_ANSWER = "(from the answer)";

    private static final String KEY = "PRODUCT#" + SampleSystem.SKU;

    private static final Map<String, List<Map<String, String>>> FOR_PUBLISHERS = Map.of(
            "/schemas/{schema}",
            List.of(
                    Map.of("schema", "OrderPlaced.v1.json"),
                    Map.of("schema", "OrderReturned.v1.json", "If-None-Match", FROM_ANSWER)),
            "/asyncapi.yaml",
            List.of(Map.of(), Map.of("If-None-Match", FROM_ANSWER)));

    private static final Map<String, List<Map<String, String>>> OF_THE_LOG = Map.of(
            "/events/{eventId}/proof",
            List.of(
                    Map.of("eventId", "e-2", "orderId", SampleSystem.ORDER),
                    Map.of("eventId", "e-1", "orderId", "C2-1", "If-None-Match", FROM_ANSWER)),
            "/log/checkpoint",
            List.of(Map.of(), Map.of("If-None-Match", FROM_ANSWER)),
            "/log/tile/{tile}",
            List.of(
                    Map.of("tile", "0/000.p/" + SampleSystem.LOGGED),
                    Map.of("tile", "entries/000.p/" + SampleSystem.LOGGED, "If-None-Match", FROM_ANSWER)));

    private static final Map<String, List<Map<String, String>>> OF_MANY_KEYS = Map.of(
            "/customers",
            List.of(
                    Map.of("granularity", "MONTH", "period", "2026-11"),
                    Map.of("prefix", "C-"),
                    Map.of("granularity", "TOTAL", "limit", "1", "cursor", FROM_ANSWER)),
            "/products",
            List.of(
                    Map.of("granularity", "MONTH", "period", "2026-11"),
                    Map.of(),
                    Map.of("granularity", "YEAR", "period", "2026", "prefix", SampleSystem.SKU),
                    Map.of("granularity", "MONTH", "period", "2026-11", "limit", "1", "cursor", FROM_ANSWER)),
            "/rankings",
            List.of(
                    Map.of(
                            "of", "customers",
                            "granularity", "MONTH",
                            "period", "2026-11",
                            "measure", "gross",
                            "currency", "EUR",
                            "limit", "3"),
                    Map.of("of", "products", "granularity", "TOTAL", "measure", "units.ordered"),
                    Map.of("of", "customers", "granularity", "YEAR", "period", "2026", "measure", "orders.placed")));

    private static final Map<String, List<Map<String, String>>> OF_PROJECTIONS = Map.of(
            "/quarantine",
            List.of(Map.of(), Map.of("limit", "1", "cursor", FROM_ANSWER)),
            "/generations",
            List.of(Map.of(), Map.of("limit", "1", "cursor", FROM_ANSWER)));

    private static final Map<String, List<Map<String, String>>> BY_PATH = Map.of(
            "/orders/{orderId}",
            List.of(
                    Map.of("orderId", SampleSystem.ORDER),
                    Map.of("orderId", "PO-never", "If-None-Match", FROM_ANSWER),
                    Map.of(
                            "orderId", SampleSystem.ORDER,
                            "asOf", "2026-11-21T11:15:30+01:00",
                            "knownAt", "2099-01-01T00:00:00Z")),
            "/orders/{orderId}/events",
            List.of(
                    Map.of("orderId", SampleSystem.ORDER),
                    Map.of("orderId", SampleSystem.ORDER, "limit", "2", "cursor", FROM_ANSWER),
                    Map.of("orderId", SampleSystem.ORDER, "detail", "TEXT")),
            "/customers/{customerId}/orders",
            List.of(
                    Map.of("customerId", SampleSystem.CUSTOMER),
                    Map.of(
                            "customerId", SampleSystem.FREQUENT_CUSTOMER,
                            "from", "2026-01-01T00:00:00Z",
                            "to", "2026-12-31T23:59:59.999999999Z",
                            "limit", "1",
                            "cursor", FROM_ANSWER)),
            "/aggregations/{aggregationKey}",
            List.of(
                    Map.of("aggregationKey", KEY),
                    Map.of("aggregationKey", "ALL", "granularity", "TOTAL"),
                    Map.of("aggregationKey", "ALL", "granularity", "HOUR", "from", "2026-01-01T00", "limit", "1000"),
                    Map.of("aggregationKey", "ALL", "granularity", "WEEK", "from", "2026-W01", "to", "2026-W53"),
                    Map.of(
                            "aggregationKey", "ALL",
                            "granularity", "MONTH",
                            "from", "2026-01",
                            "to", "2026-12",
                            "limit", "1",
                            "cursor", FROM_ANSWER),
                    Map.of("aggregationKey", "CUSTOMER#" + SampleSystem.CUSTOMER, "granularity", "YEAR"),
                    Map.of(
                            "aggregationKey", "ALL",
                            "granularity", "TOTAL",
                            "asOf", "2026-11-21T10:15:30Z",
                            "knownAt", "2099-01-01T00:00:00Z")),
            "/aggregations/{aggregationKey}/explain",
            List.of(
                    Map.of("aggregationKey", KEY, "granularity", "MONTH", "period", "2026-11"),
                    Map.of("aggregationKey", "ALL", "granularity", "TOTAL", "limit", "3", "cursor", FROM_ANSWER),
                    Map.of(
                            "aggregationKey", "CUSTOMER#" + SampleSystem.CUSTOMER,
                            "period", "2026-11-20",
                            "asOf", "2026-11-21T10:15:30Z",
                            "knownAt", "2099-01-01T00:00:00Z")),
            "/events/{eventId}/receipt",
            List.of(
                    Map.of("eventId", "e-2", "orderId", SampleSystem.ORDER),
                    Map.of("eventId", "e-2", "orderId", SampleSystem.ORDER, "If-None-Match", FROM_ANSWER),
                    Map.of("eventId", "never", "orderId", "published"),
                    Map.of("eventId", "e-7", "orderId", SampleSystem.ORDER)),
            "/rejections",
            List.of(
                    Map.of(),
                    Map.of(
                            "from", "2000-01-01T00:00:00Z",
                            "to", "2099-01-01T00:00:00Z",
                            "limit", "1",
                            "cursor", FROM_ANSWER),
                    Map.of("outcome", "rejected", "type", "OrderVanished"),
                    Map.of("source", "shop", "outcome", "conflict")),
            "/health",
            List.of(Map.of()),
            "/openapi.json",
            List.of(Map.of(), Map.of("If-None-Match", FROM_ANSWER)));

    private WalkCases() {}

    static List<Map<String, String>> of(Document.Operation operation) {
        List<Map<String, String>> requests = Stream.of(
                        BY_PATH, OF_MANY_KEYS, FOR_PUBLISHERS, OF_THE_LOG, OF_PROJECTIONS)
                .flatMap(cases -> cases.getOrDefault(operation.path(), List.of()).stream())
                .toList();
        if (requests.isEmpty()) {
            throw new AssertionError(operation + " is not walked: add valid requests of " + operation.path()
                    + " to WalkCases.BY_PATH, with every one of its parameters in at least one of them");
        }
        for (Document.Parameter parameter : operation.parameters()) {
            if (requests.stream().noneMatch(request -> request.containsKey(parameter.name()))) {
                throw new AssertionError(operation + " is not walked with its parameter " + parameter.name()
                        + ": add a valid request that has it to WalkCases.BY_PATH");
            }
        }
        return requests;
    }
}
