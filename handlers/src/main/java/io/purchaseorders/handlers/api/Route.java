package io.purchaseorders.handlers.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls that the API knows, as the OpenAPI document names them. */
enum Route {
    ORDER("/orders/{orderId}", Scopes.READ, Set.of("asOf", "knownAt")),
    EVENTS("/orders/{orderId}/events", Scopes.AUDIT, Set.of("limit", "cursor")),
    CUSTOMER_ORDERS("/customers/{customerId}/orders", Scopes.READ, Set.of("from", "to", "limit", "cursor")),
    AGGREGATIONS("/aggregations/{aggregationKey}", Scopes.READ, Set.of("granularity", "from", "to", "limit", "cursor")),
    REJECTIONS("/rejections", Scopes.AUDIT, Set.of("from", "to", "limit", "cursor")),
    HEALTH("/health", Scopes.NONE, Set.of()),
    OPEN_API("/openapi.json", Scopes.NONE, Set.of());

    /** Any one of them is enough; none stands for a call without a token. */
    static final class Scopes {
        static final List<String> NONE = List.of();
        static final List<String> READ = List.of("orders/read", "orders/audit");
        static final List<String> AUDIT = List.of("orders/audit");

        private Scopes() {}
    }

    private final String template;
    private final List<String> segments;
    private final List<String> scopes;
    private final Set<String> parameters;

    Route(String template, List<String> scopes, Set<String> parameters) {
        this.template = template;
        this.segments = List.of(template.split("/", -1));
        this.scopes = scopes;
        this.parameters = parameters;
    }

    /** The route that a gateway found, or where it found none, the one that the path fits. */
    static Optional<Route> of(@Nullable String resource, String path) {
        List<String> asked = List.of(path.split("/", -1));
        return Arrays.stream(values())
                .filter(route -> route.template.equals(resource))
                .findFirst()
                .or(() -> Arrays.stream(values())
                        .filter(route -> route.fits(asked))
                        .findFirst());
    }

    private boolean fits(List<String> asked) {
        if (asked.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < asked.size(); i++) {
            boolean variable = segments.get(i).startsWith("{");
            if (variable ? asked.get(i).isEmpty() : !asked.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The path's one variable segment, still percent-encoded. Counted from the end: in front may stand the base path of a
     * domain.
     */
    Optional<String> variableSegment(String path) {
        List<String> asked = List.of(path.split("/", -1));
        int ahead = asked.size() - segments.size();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).startsWith("{") && i + ahead >= 0) {
                return Optional.of(asked.get(i + ahead));
            }
        }
        return Optional.empty();
    }

    List<String> scopes() {
        return scopes;
    }

    /** The query parameters that are known. A call without any ignores whatever is there: it cannot be misread. */
    Set<String> parameters() {
        return parameters;
    }
}
